import MagnusAnalysis
import MagnusDomain
import MagnusStore

extension Engine {
    /// World seconds between two questions to the account source.
    static let accountSyncSeconds = 5.0

    /// Takes new events of the account source into the ledger. Asking twice changes nothing.
    func syncAccounts(now: Instant) async throws {
        if let last = lastAccountSync, abs(now.seconds(since: last)) < Self.accountSyncSeconds { return }
        lastAccountSync = now
        var stored = try repositories.ledger.accounts().filter { world.accountKinds.contains($0.kind) }
        if let source = world.accounts {
            let reported = await source.accounts()
            for account in reported {
                let events = try await source.ledgerEvents(of: account.name, now: now)
                keeper.setOrders(await source.workingOrders(of: account.name, now: now), account: account.name)
                try take(events, of: account, isNew: !stored.contains { $0.name == account.name }, now: now)
            }
            let names = Set(reported.map(\.name))
            stored = reported + stored.filter { !names.contains($0.name) }
        }
        for account in stored
        where isWanted(account.name)
            && (!keeper.knows(account.name) || laterRows[account.name].map({ $0 <= now }) ?? false)
        {
            keeper.set(account, events: try storedEvents(of: account.name, now: now))
        }
        accounts = stored
        applyAnnotations()
    }

    /// Whether an account's stored ledger is read before somebody chooses it. Who runs the clock may choose any of them at any
    /// moment; one answer is about those that it names.
    private func isWanted(_ account: String) -> Bool {
        guard world.clock is FixedEngineClock else { return true }
        let chosen = selectedAccount.isEmpty ? configuration.account : selectedAccount
        return chosen.map { $0 == "all" || $0 == account } ?? true
    }

    /// Reads what is chosen and was not wanted before.
    private func readStored(_ names: [String]) throws {
        let now = world.clock.now()
        for account in accounts where names.contains(account.name) && !keeper.knows(account.name) {
            keeper.set(account, events: try storedEvents(of: account.name, now: now))
        }
    }

    /// What the store has of an account, as far as it counts now; notes when more of it will.
    private func storedEvents(of account: String, now: Instant) throws -> [LedgerEvent] {
        // A clock that stands shows a moment: what came later had not happened yet, but an option had expired before its
        // broker said so.
        if world.clock is FixedEngineClock {
            let end = now.adding(seconds: LateExpirations.span)
            return LateExpirations.known(try repositories.ledger.events(account: account, through: end), at: now)
        }
        // A row of a day that has not come, a mistyped year mostly, counts from that day on. Rows of today that name no
        // hour have one of the evening: they are there at once.
        let tomorrow = NewYorkTime.instant(on: now.newYork.date.adding(days: 1), secondsOfDay: 0)
        let events = try repositories.ledger.events(account: account)
        guard let last = events.last, last.time >= tomorrow else {
            laterRows[account] = nil
            return events
        }
        let known = events.prefix { $0.time < tomorrow }
        laterRows[account] = events.dropFirst(known.count).first.map {
            NewYorkTime.instant(on: $0.time.newYork.date, secondsOfDay: 0)
        }
        return Array(known)
    }

    /// Chooses what is shown.
    /// - Throws: ``EngineError/unknownAccount(_:known:)``, ``StoreError``.
    func chooseAccount(_ name: String?) throws {
        let names = accounts.map(\.name)
        guard let name else {
            try readStored(Array(names.prefix(1)))
            selectedAccount = names.first ?? ""
            keeper.select(names.first.map { [$0] } ?? [])
            return
        }
        if name == "all" {
            try readStored(names)
            selectedAccount = "all"
            keeper.select(names)
        } else if names.contains(name) {
            try readStored([name])
            selectedAccount = name
            keeper.select([name])
        } else {
            throw EngineError.unknownAccount(name, known: names)
        }
        applyAnnotations()
    }

    /// Tells the book what the owner said about positions.
    func applyAnnotations() {
        keeper.annotate(
            intents: world.standardIntents.merging(intents) { $1 },
            notes: Set(world.standardNotes.merging(notes) { $1 }.filter { !$0.value.isEmpty }.keys),
            ownList: Set(ownList))
    }

    /// Symbols the owner is glad to own: the setting, or the list that comes with the account.
    public var ownList: [String] {
        configuration.ownList.isEmpty ? world.ownList : configuration.ownList
    }

    /// Symbols scanned besides.
    public var watchList: [String] {
        configuration.watchList.isEmpty ? world.watchList : configuration.watchList
    }

    private func take(_ events: [LedgerEvent], of account: Account, isNew: Bool, now: Instant) throws {
        let known = keeper.eventCount(account.name)
        if let known, known == events.count { return }
        if isWritable, world.keepsFindings {
            if let known {
                if isNew { try repositories.ledger.save(account, now: now) }
                let added = try repositories.ledger.append(events, now: now)
                // Those of the first look may have waited for room until now: they are no news.
                announce(events.suffix(min(added, max(0, events.count - known))), now: now)
            } else {
                // The first look is shown on a disk without room too, and its write waits (F40).
                store { repositories in
                    try repositories.ledger.database.together {
                        if isNew { try repositories.ledger.save(account, now: now) }
                        _ = try repositories.ledger.append(events, now: now)
                    }
                }
            }
        }
        keeper.set(account, events: events)
    }

    private func announce(_ events: ArraySlice<LedgerEvent>, now: Instant) {
        guard !events.isEmpty else { return }
        for event in events {
            tell(.information, event.details, now: now)
        }
        monitorEvents.formUnion(MonitorName.allCases)
        journal(
            events.map {
                JournalEvent(
                    type: "account.\($0.kind.rawValue)", time: $0.time, priority: .medium,
                    data: ["account": $0.account, "event": $0.id])
            })
    }
}

/// Why the engine refused.
public enum EngineError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownAccount(String, known: [String])

    public var description: String {
        switch self {
        case .unknownAccount(let name, let known):
            "\(name): no such account; there are \(known.joined(separator: ", "))"
        }
    }
}
