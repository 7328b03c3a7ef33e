/// What makes a row the same row in another file, as its id says it: ``ImportSession``.
struct RowKey: Hashable, Sendable {
    /// Of the row's time, since 1970.
    var second: Int64
    /// ``RowIdentity/value`` with the account mixed in.
    var identity: UInt64
    /// Number among equal rows of one file, from 1.
    var occurrence: Int32
    /// Place of the layout in ``RowIndex/layouts``.
    var layout: Int32
}

/// The records that rows may repeat, by key. A ledger may have a million of them: 40 bytes each.
struct RowIndex: Sendable {
    private struct Entry: Sendable {
        var key: RowKey
        var place: Int32
        /// The last file that had a row of this key; -1 for none.
        var file: Int32
    }

    /// `tastytrade-2024` and the like.
    private(set) var layouts: [String] = []
    private var entries: [Entry] = []
    /// Open addressing: places in ``entries``, -1 where there is none.
    private var table: [Int32] = []

    mutating func layout(_ name: String) -> Int32 {
        if let known = layouts.firstIndex(of: name) { return Int32(known) }
        layouts.append(name)
        return Int32(layouts.count - 1)
    }

    /// The place of a record, and the last file that had it.
    func record(_ key: RowKey) -> (place: Int, file: Int)? {
        guard !table.isEmpty else { return nil }
        let entry = table[slot(of: key)]
        guard entry >= 0 else { return nil }
        return (Int(entries[Int(entry)].place), Int(entries[Int(entry)].file))
    }

    /// Says where a record is, and which file had it.
    mutating func set(_ key: RowKey, place: Int, file: Int = -1) {
        if table.count < (entries.count + 1) * 2 { grow() }
        let slot = slot(of: key)
        let entry = Entry(key: key, place: Int32(clamping: place), file: Int32(clamping: file))
        if table[slot] >= 0 {
            entries[Int(table[slot])] = entry
        } else {
            table[slot] = Int32(clamping: entries.count)
            entries.append(entry)
        }
    }

    private func slot(of key: RowKey) -> Int {
        var slot = key.hashValue & (table.count - 1)
        while table[slot] >= 0, entries[Int(table[slot])].key != key { slot = (slot + 1) & (table.count - 1) }
        return slot
    }

    private mutating func grow() {
        table = Array(repeating: -1, count: max(64, table.count * 2))
        for (number, entry) in entries.enumerated() { table[slot(of: entry.key)] = Int32(clamping: number) }
    }

    /// The id of a row.
    func identifier(_ key: RowKey) -> String {
        let identity = RowIdentity(value: key.identity).text
        return "\(layouts[Int(key.layout)])-\(key.second)-\(identity)-\(key.occurrence)"
    }

    /// The key behind an id that ``identifier(_:)`` made; nil for ids of other sources.
    mutating func key(ofIdentifier id: String) -> RowKey? {
        guard let name = ImportSession.layout(ofIdentifier: id) else { return nil }
        let parts = id.utf8.dropFirst(name.utf8.count + 1).split(separator: 0x2D, omittingEmptySubsequences: false)
        // A time before 1970 begins with the same sign that parts the words.
        let isNegative = parts.count == 4 && parts[0].isEmpty
        guard parts.count == (isNegative ? 4 : 3), parts[parts.count - 2].count == 16,
            let second = Int64(String(parts[isNegative ? 1 : 0]) ?? ""),
            let identity = UInt64(String(parts[parts.count - 2]) ?? "", radix: 16),
            let occurrence = Int32(String(parts[parts.count - 1]) ?? ""), second >= 0, occurrence > 0
        else { return nil }
        return RowKey(
            second: isNegative ? -second : second, identity: identity, occurrence: occurrence, layout: layout(name))
    }
}
