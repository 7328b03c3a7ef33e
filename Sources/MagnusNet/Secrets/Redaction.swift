/// Takes registered secrets out of any text: the value, its beginning, and both in the forms they travel in
/// (percent-encoded, base64).
public struct Redaction: Sendable {
    /// The shortest beginning of a secret that is taken out, in bytes. A shorter secret is taken out as a whole only.
    public static let shortestPrefix = 6

    /// Byte forms to look for, grouped by their first byte.
    private var forms: [UInt8: [[UInt8]]] = [:]

    public init() {}

    /// - Parameter secrets: what must not appear.
    public init(_ secrets: [Secret]) {
        for secret in secrets { register(secret) }
    }

    /// Adds a secret; one that is empty or known already changes nothing.
    public mutating func register(_ secret: Secret) {
        let value = Array(secret.exposed.utf8)
        guard let first = value.first else { return }
        add(value, first: first)
        let encoded = PercentEncoding.encode(value)
        add(encoded, first: encoded.first ?? first)
        // The end of a base64 text depends on what follows, so its padding and last sextet are left out.
        let base64 = Base64.encode(value[..<(value.count / 3 * 3)])
        if base64.count >= 8, let head = base64.first { add(base64, first: head) }
    }

    private mutating func add(_ form: [UInt8], first: UInt8) {
        if forms[first]?.contains(form) == true { return }
        forms[first, default: []].append(form)
    }

    /// The text with every registered secret, and every beginning of one that has at least ``shortestPrefix`` bytes,
    /// replaced by ``Secret/mask``.
    public func apply(to text: String) -> String {
        if forms.isEmpty { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        var isChanged = false
        while position < bytes.count {
            let length = longestMatch(in: bytes, at: position)
            if length > 0 {
                result.append(contentsOf: Secret.mask.utf8)
                position += length
                isChanged = true
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return isChanged ? String(decoding: result, as: UTF8.self) : text
    }

    private func longestMatch(in bytes: [UInt8], at start: Int) -> Int {
        guard let candidates = forms[bytes[start]] else { return 0 }
        var longest = 0
        for form in candidates {
            var length = 0
            while length < form.count, start + length < bytes.count, form[length] == bytes[start + length] {
                length += 1
            }
            if length >= min(Self.shortestPrefix, form.count) { longest = max(longest, length) }
        }
        return longest
    }
}
