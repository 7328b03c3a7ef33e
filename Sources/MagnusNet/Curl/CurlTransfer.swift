import CCurl

/// One running exchange; lives on the transfer thread.
final class CurlTransfer {
    /// Limit for the head of an answer in bytes.
    static let maximumHeadBytes = 256 << 10

    let order: CurlOrder
    private var handle: OpaquePointer?
    private var status = 0
    private var headers: [HTTPField] = []
    private var headBytes = 0
    private var hasHead = false
    private var body: [UInt8] = []
    /// Why a callback stopped the transfer.
    private var objection: HTTPError.Cause?

    var id: UInt64 { order.id }

    init(_ order: CurlOrder) {
        self.order = order
    }

    deinit {
        cc_transfer_free(handle)
    }

    // MARK: - Ends

    func stop(on multi: OpaquePointer, _ cause: HTTPError.Cause) {
        var wasSent = false
        if let handle {
            wasSent = cc_transfer_was_sent(handle) != 0
            cc_transfer_stop(multi, handle)
        }
        finish(error(cause, wasSent: wasSent))
    }

    func conclude(_ result: cc_result) {
        guard result.cause != CC_OK else { return succeed(after: .microseconds(result.total_us)) }
        let wasSent = result.was_sent != 0
        let text = result.detail.map { String(cString: $0) } ?? ""
        finish(error(objection ?? cause(of: result.cause, wasSent: wasSent), wasSent: wasSent, text))
    }

    private func succeed(after duration: Duration) {
        guard hasHead else { return finish(error(.malformedResponse, wasSent: true, "no head")) }
        switch order.receiver {
        case .whole(let continuation):
            let response = HTTPResponse(status: status, headers: headers, body: body, duration: duration)
            continuation.resume(returning: .success(response))
        case .stream(_, let body): body.finish()
        }
    }

    private func finish(_ error: HTTPError) {
        switch order.receiver {
        case .stream(_, let body) where hasHead: body.finish(throwing: error)
        default: order.refuse(error)
        }
    }

    private func error(_ cause: HTTPError.Cause, wasSent: Bool, _ text: String = "") -> HTTPError {
        let request = order.request
        return HTTPError(
            cause, isOutcomeUnknown: wasSent && !request.method.isIdempotent, detail: request.redaction.apply(to: text))
    }

    private func cause(of cause: cc_cause, wasSent: Bool) -> HTTPError.Cause {
        switch cause {
        case CC_BAD_URL, CC_PROTOCOL_REFUSED: .invalidRequest
        case CC_HOST_NOT_FOUND: .hostNotFound
        case CC_CONNECT_REFUSED: .connectionRefused
        case CC_CONNECT_FAILED: .connectionFailed
        case CC_TLS_FAILED: .tlsFailed
        case CC_CERTIFICATE_REJECTED: .certificateRejected
        case CC_TIMED_OUT: wasSent ? .timedOut : .connectTimedOut
        case CC_CONNECTION_LOST: .connectionLost
        case CC_MALFORMED, CC_STOPPED: .malformedResponse
        case CC_TOO_LARGE: .bodyTooLarge(limit: order.request.maximumBodyBytes)
        default: .clientFailed
        }
    }

    // MARK: - Arriving bytes

    /// One line of the head; 0, or 1 to stop.
    fileprivate func receiveHeader(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        headBytes += bytes.count
        if headBytes > Self.maximumHeadBytes { return object(.headTooLarge(limit: Self.maximumHeadBytes)) }
        // Lines behind the head are trailers.
        if hasHead { return 0 }
        let line = String(decoding: bytes, as: UTF8.self)
        let text = line.trimmed
        if text.isEmpty {
            // An interim answer (100, 103) is followed by another head.
            if (100..<200).contains(status) { return 0 }
            hasHead = true
            if case .stream(let head, _) = order.receiver {
                head.resume(returning: .success(CurlHead(status: status, headers: headers)))
            }
            return 0
        }
        if text.hasPrefix("HTTP/") {
            guard let code = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
                (100..<1000).contains(code)
            else { return object(.malformedResponse) }
            status = code
            headers = []
            return 0
        }
        guard let colon = text.firstIndex(of: ":") else { return object(.malformedResponse) }
        let name = String(text[..<colon]).trimmed
        let value = String(text[text.index(after: colon)...]).trimmed
        headers.append(HTTPField(String(name), String(value)))
        return 0
    }

    /// Decoded bytes; 0, or 1 to stop.
    fileprivate func receiveBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        switch order.receiver {
        case .whole:
            let limit = order.request.maximumBodyBytes
            if body.count + bytes.count > limit { return object(.bodyTooLarge(limit: limit)) }
            body.append(contentsOf: bytes)
            return 0
        case .stream(_, let continuation):
            switch continuation.yield(Array(bytes)) {
            case .enqueued: return 0
            case .terminated: return object(.cancelled)
            default: return object(.readerTooSlow(limit: HTTPClient.maximumWaitingPieces))
            }
        }
    }

    private func object(_ cause: HTTPError.Cause) -> Int32 {
        objection = cause
        return 1
    }

    // MARK: - Start

    func start(on multi: OpaquePointer) throws(HTTPError) {
        let request = order.request
        var settings = cc_request()
        settings.connect_timeout_ms = request.connectTimeout.wholeMilliseconds
        settings.total_timeout_ms = request.timeout?.wholeMilliseconds ?? 0
        settings.idle_timeout_s = request.idleTimeout.map { ($0.wholeMilliseconds + 999) / 1000 } ?? 0
        settings.fresh_connection = request.reusesConnection ? 0 : 1
        if case .whole = order.receiver { settings.maximum_length = Int64(request.maximumBodyBytes) }
        settings.context = Unmanaged.passUnretained(self).toOpaque()
        settings.on_header = { bytes, count, context in
            guard let context else { return 1 }
            return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                .receiveHeader(UnsafeBufferPointer(start: bytes, count: count))
        }
        settings.on_body = { bytes, count, context in
            guard let context else { return 1 }
            return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                .receiveBody(UnsafeBufferPointer(start: bytes, count: count))
        }
        var cause = CC_OK
        handle = CStrings.withArguments(of: order, settings) { cc_transfer_start(multi, $0, &cause) }
        if handle == nil {
            throw error(self.cause(of: cause, wasSent: false), wasSent: false, "libcurl refuses the request")
        }
    }
}

extension String {
    /// Without blanks and line ends on both sides.
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}

extension Duration {
    /// At least 1; limits beyond three weeks are three weeks, which fits every counter of libcurl.
    fileprivate var wholeMilliseconds: Int {
        let limited = Swift.min(self, .seconds(21 * 86_400))
        let parts = limited.components
        return Swift.max(1, Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000))
    }
}
