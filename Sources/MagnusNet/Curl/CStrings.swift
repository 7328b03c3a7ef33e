import CCurl

/// Lends the texts of a request to C for the length of one call.
enum CStrings {
    static func withArguments<Result>(
        of order: CurlOrder, _ settings: cc_request, _ body: (UnsafePointer<cc_request>) -> Result
    ) -> Result {
        let request = order.request
        var settings = settings
        let lines = request.headers.map { field in
            // libcurl takes "Name:" for a wish to leave the header out; "Name;" sends it empty.
            field.exposedValue.isEmpty ? "\(field.name);" : "\(field.name): \(field.exposedValue)"
        }
        // The byte at the end gives an empty body an address; it is not sent.
        let bytes: [UInt8]? = (request.body ?? (request.method == .post ? [] : nil)).map { $0 + [0] }
        return withStrings(lines) { headers in
            withStrings([
                request.target, request.method.rawValue, order.userAgent, request.unixSocketPath, order.certificateFile,
            ]) { texts in
                (bytes ?? []).withUnsafeBufferPointer { content in
                    settings.url = texts[0]
                    settings.method = texts[1]
                    settings.user_agent = texts[2]
                    settings.unix_socket = texts[3]
                    settings.certificate_file = texts[4]
                    settings.headers = headers.baseAddress
                    settings.header_count = lines.count
                    settings.body = bytes == nil ? nil : content.baseAddress
                    settings.body_length = Swift.max(0, content.count - 1)
                    return withUnsafePointer(to: settings, body)
                }
            }
        }
    }

    /// All texts in one block of memory, NUL behind each; nil stays nil.
    private static func withStrings<Result>(
        _ texts: [String?], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        var storage: [CChar] = []
        var starts: [Int?] = []
        for text in texts {
            starts.append(text == nil ? nil : storage.count)
            if let text { storage.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) } + [0]) }
        }
        return storage.withUnsafeBufferPointer { block in
            let pointers = starts.map { start in start.flatMap { block.baseAddress?.advanced(by: $0) } }
            return pointers.withUnsafeBufferPointer(body)
        }
    }
}
