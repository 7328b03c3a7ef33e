import MagnusDomain

/// The names under which broker accounts are booked.
///
/// The stated name, when there is one; else the format's account with the last four characters of the broker's number
/// (`ibkr-4321`); else the format's account alone. A whole number is personal and stands in no name, report or database.
/// In the plain CSV the account is a name its owner chose: it is kept.
enum AccountNaming {
    /// - Parameters:
    ///   - identifier: the broker's number as the file states it, nil when it states none.
    ///   - stated: the user's choice.
    static func name(ofBrokerAccount identifier: String?, format: ImportFormat, stated: String?) -> String {
        if let stated { return stated }
        guard let identifier, let tail = masked(identifier) else { return format.defaultAccount }
        if format == .plain { return chosen(identifier) }
        return "\(format.defaultAccount)-\(tail)"
    }

    /// What tells a number from others that end alike: the format and 8 bits of a hash (FNV-1a) of the whole number, too few
    /// to find the number from. nil when the file masks the number or states only its end; other formats may write the
    /// same number otherwise, so that only marks of one format can be compared.
    static func mark(ofBrokerAccount identifier: String, format: ImportFormat) -> String? {
        let number = identifier.uppercased().utf8.filter { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        let isMasked =
            identifier.contains(where: { $0 == "*" || $0 == "•" || $0 == "…" }) || identifier.contains("...")
            || identifier.uppercased().contains("XX")
        guard number.count >= 6, !isMasked else { return nil }
        let hash = number.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let folded = (hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24)) & 0xFF
        let digits = String(folded, radix: 16, uppercase: true)
        return "\(format.rawValue):\(digits.count == 1 ? "0" : "")\(digits)"
    }

    /// A chosen name with nothing but letters, digits, points and dashes; `all` means every account elsewhere.
    private static func chosen(_ name: String) -> String {
        let scalars = name.unicodeScalars.prefix(40).map { scalar in
            let isPlain =
                (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
                || (0x61...0x7A).contains(scalar.value) || scalar == "." || scalar == "_"
            return isPlain ? scalar : "-"
        }
        let kept = String(String.UnicodeScalarView(scalars))
        return kept.lowercased() == "all" ? "\(ImportFormat.plain.defaultAccount)-\(kept)" : kept
    }

    /// The last four letters and digits, upper case; nil when there are none.
    static func masked(_ identifier: String) -> String? {
        let characters = identifier.unicodeScalars.filter {
            (0x30...0x39).contains($0.value) || (0x41...0x5A).contains($0.value) || (0x61...0x7A).contains($0.value)
        }
        guard !characters.isEmpty else { return nil }
        return String(String.UnicodeScalarView(characters.suffix(4))).uppercased()
    }
}
