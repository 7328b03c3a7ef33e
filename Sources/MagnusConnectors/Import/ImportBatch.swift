import MagnusDomain

/// One import of one or several exports into as many accounts as the files have.
///
/// Add the files, look which ``accounts`` they concern, then ``finish(existing:now:)`` with what the ledger holds of those.
/// Each broker account is booked to its own account: the stated name, else broker and last four characters of its
/// number, else the format's account.
public struct ImportBatch: Sendable {
    /// An account that the files concern.
    public struct Target: Sendable, Hashable {
        public var name: String
        /// The broker as people write it.
        public var broker: String
        /// Whether the name is made of the end of a broker's number, which another account may share.
        public var isOfNumber: Bool
        /// What tells that number from others that end alike, see `Account.numberMark`; nil when no file states it whole.
        public var numberMark: String?
    }

    /// What one account gains.
    public struct Booking: Sendable, Hashable {
        public var target: Target
        public var result: ImportResult
    }

    public struct Outcome: Sendable, Hashable {
        /// In the order in which the accounts first appear; never empty.
        public var bookings: [Booking]
        /// Of all accounts together; a file appears once for each section and account it has.
        public var report: ImportReport
    }

    private struct Part: Sendable {
        var account: Int
        var section: ImportFile.Section
        var path: String
        var encoding: TextEncoding
    }

    private let statedAccount: String?
    private var parts: [Part] = []
    /// The broker's whole number by the name it is booked to; never handed out.
    private var identifiers: [String: String] = [:]
    /// In the order of their first appearance.
    public private(set) var accounts: [Target] = []

    /// - Parameter account: books everything here, whatever accounts the files name; nil to tell it from the files.
    public init(account: String? = nil) {
        statedAccount = account
    }

    /// Ends a file and takes its rows.
    /// - Throws: ``ImportError`` when the file cannot be imported at all; the batch is unchanged then.
    public mutating func add(_ file: consuming ImportFile) throws(ImportError) {
        let path = HarmlessText.sanitised(file.path, maximumLength: 4096)
        let (sections, encoding) = try file.finish()
        var next = self
        for section in sections { try next.add(section, path: path, encoding: encoding) }
        self = next
    }

    /// Reads a file of the file system and takes its rows.
    public mutating func add(path: String, format: ImportFormat? = nil) throws(ImportError) {
        try add(path: path, format: format) { (_) throws(ImportError) in }
    }

    /// As ``add(path:format:)``, for large files.
    /// - Parameter watch: told after every quarter of a megabyte how far the file is read; what it throws ends the
    ///   reading.
    public mutating func add(
        path: String, format: ImportFormat? = nil, watch: (ImportProgress) throws(ImportError) -> Void
    ) throws(ImportError) {
        var file = ImportFile(path: path, format: format)
        var progress = ImportProgress(bytes: 0, size: FileBytes.size(ofFile: path), lines: 0)
        try FileBytes.forEachPiece(ofFile: path) { (piece) throws(ImportError) in
            try file.read(piece)
            progress.bytes += piece.count
            for byte in piece where byte == 0x0A { progress.lines += 1 }
            try watch(progress)
        }
        try add(file)
    }

    /// What happened, account by account. Nothing is stored.
    /// - Parameters:
    ///   - existing: the ledger of each of ``accounts`` by name; absent for a new account.
    ///   - now: when the import runs, so that rows of later days are told; nil leaves that out.
    public consuming func finish(existing: [String: [LedgerEvent]] = [:], now: Instant? = nil) -> Outcome {
        outcome(existing: existing.mapValues { LedgerEventList($0) }, now: now, isCancelled: { false })
    }

    /// As ``finish(existing:now:)``, for imports that take seconds.
    /// - Parameter isCancelled: asked every few thousand rows.
    /// - Throws: ``ImportError/cancelled``; ``ImportError/spoolFailed(_:)``.
    public consuming func finish(
        existing: [String: LedgerEventList], now: Instant? = nil, isCancelled: @escaping @Sendable () -> Bool
    ) throws(ImportError) -> Outcome {
        let outcome = outcome(existing: existing, now: now, isCancelled: isCancelled)
        if isCancelled() { throw .cancelled }
        if let reason = outcome.bookings.lazy.compactMap(\.result.failure).first { throw .spoolFailed(reason) }
        return outcome
    }

    private consuming func outcome(
        existing: [String: LedgerEventList], now: Instant?, isCancelled: @escaping @Sendable () -> Bool
    ) -> Outcome {
        var sessions = accounts.map { ImportSession(account: $0.name, existing: existing[$0.name] ?? []) }
        for index in sessions.indices { (sessions[index].now, sessions[index].isCancelled) = (now, isCancelled) }
        /// Which report of which session a part became.
        var places: [(account: Int, file: Int)] = []
        for part in parts {
            let account = part.account
            places.append((account, sessions[account].files.count))
            sessions[account].add(
                part.section, path: part.path, encoding: part.encoding)
        }
        var report = ImportReport()
        var bookings: [Booking] = []
        for (target, index) in zip(accounts, sessions.indices) {
            let result = sessions[index].finish()
            sessions[index] = ImportSession(account: target.name)
            report.totals.add(result.report.totals)
            report.events.add(result.report.events)
            report.openPositions += result.report.openPositions
            bookings.append(Booking(target: target, result: result))
        }
        report.files = places.map { bookings[$0.account].result.report.files[$0.file] }
        return Outcome(bookings: bookings, report: report)
    }

    /// Parts a section by account. A warning and what was skipped are told with the account of their row; where it names
    /// none that has rows, and a warning of the whole file, with the first one.
    private mutating func add(_ section: ImportFile.Section, path: String, encoding: TextEncoding) throws(ImportError) {
        let stated = Set(section.content.rows.lazy.compactMap(\.brokerAccount))
        // Rows that name no account belong to the only one that the others name.
        let single = stated.first ?? section.content.brokerAccount
        guard statedAccount == nil, stated.count > 1 else {
            var whole = section
            if statedAccount != nil, stated.count > 1 {
                whole.content.warn(
                    line: nil, code: "accounts_joined",
                    "the file has \(stated.count) accounts: all are booked to \(statedAccount ?? "")")
            }
            let account = try self.account(of: single, section)
            parts.append(Part(account: account, section: whole, path: path, encoding: encoding))
            return
        }
        var order: [Int] = []
        var rows: [Int: [Int]] = [:]
        var unread: [Int: Int] = [:]
        var known: [String?: Int] = [:]
        let warned = Set(section.content.warnings.compactMap(\.line))
        var accountOfLine: [Int: Int] = [:]
        for (place, row) in section.content.rows.enumerated() {
            let account: Int
            if let found = known[row.brokerAccount] {
                account = found
            } else {
                account = try self.account(of: row.brokerAccount, section)
                known[row.brokerAccount] = account
                if rows[account] == nil { order.append(account) }
            }
            rows[account, default: []].append(place)
            if row.event.kind == .unread { unread[account, default: 0] += 1 }
            if !warned.isEmpty, let line = row.event.line, warned.contains(line), accountOfLine[line] == nil {
                accountOfLine[line] = account
            }
        }
        func isOf(_ account: Int, _ warning: ImportReport.Warning) -> Bool {
            let stated = warning.brokerAccount.flatMap { known[$0] }
            return stated ?? warning.line.flatMap { accountOfLine[$0] } ?? order.first == account
        }
        func owner(_ number: String?) -> Int? { number.flatMap { known[$0] } ?? order.first }
        var skippedCounts: [Int: Int] = [:]
        for (number, count) in section.content.skippedOfAccount {
            if let account = owner(number) { skippedCounts[account, default: 0] += count }
        }
        let named = section.content.skippedOfAccount.values.reduce(0, +)
        if let first = order.first { skippedCounts[first, default: 0] += section.content.skippedCount - named }
        for (place, account) in order.enumerated() {
            var content = FileContent()
            content.layout = section.content.layout
            content.rows = section.content.rows.selected(rows[account] ?? [])
            content.skippedCount = skippedCounts[account] ?? 0
            content.skipped = section.content.skipped.filter { owner($0.brokerAccount) == account }
            content.read = content.rows.count - (unread[account] ?? 0) + content.skippedCount
            content.warnings = section.content.warnings.filter { isOf(account, $0) }
            var part = ImportFile.Section(
                format: section.format, confidence: section.confidence, content: content)
            if place == 0 {
                let booked = section.content.rows.count - section.content.unreadCount
                part.content.read += section.content.read - booked - section.content.skippedCount
                part.preambleLines = section.preambleLines
                part.footerLines = section.footerLines
            }
            parts.append(Part(account: account, section: part, path: path, encoding: encoding))
        }
    }

    /// The index of an account, made when it is new.
    private mutating func account(of identifier: String?, _ section: ImportFile.Section) throws(ImportError) -> Int {
        let name = AccountNaming.name(ofBrokerAccount: identifier, format: section.format, stated: statedAccount)
        if statedAccount == nil, let identifier {
            let number = identifier.filter { $0.isLetter || $0.isNumber }.uppercased()
            guard identifiers[name] == nil || identifiers[name] == number else { throw .indistinctAccounts(name) }
            identifiers[name] = number
        }
        let broker = HarmlessText.sanitised(section.content.broker ?? section.format.broker, maximumLength: 60)
        let isOfNumber = statedAccount == nil && identifier != nil && section.format != .plain
        let mark =
            isOfNumber ? identifier.flatMap { AccountNaming.mark(ofBrokerAccount: $0, format: section.format) } : nil
        if let index = accounts.firstIndex(where: { $0.name == name }) {
            guard !isOfNumber || accounts[index].broker == broker else { throw .indistinctAccounts(name) }
            if accounts[index].numberMark == nil { accounts[index].numberMark = mark }
            return index
        }
        accounts.append(Target(name: name, broker: broker, isOfNumber: isOfNumber, numberMark: mark))
        return accounts.count - 1
    }
}
