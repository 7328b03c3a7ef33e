/// The records of one layout that can still stand for a row of another layout, by what both generations agree on.
///
/// Only the hash of a key is kept: whoever takes a place compares the record itself.
struct CounterpartIndex: Sendable {
    /// The first record of a hash, a place in ``links``.
    private var heads: [Int: Int32] = [:]
    private var links: [(place: Int32, next: Int32)] = []

    mutating func add(_ key: LooseKey, place: Int) {
        let hash = key.hashValue
        links.append((Int32(clamping: place), heads[hash] ?? -1))
        heads[hash] = Int32(clamping: links.count - 1)
    }

    /// The record added last among those of a key, which is used up then.
    /// - Parameter isSame: whether the record at a place has this key.
    mutating func take(_ key: LooseKey, where isSame: (Int) -> Bool) -> Int? {
        let hash = key.hashValue
        var previous: Int32 = -1
        var link = heads[hash] ?? -1
        while link >= 0 {
            let (place, next) = links[Int(link)]
            if isSame(Int(place)) {
                if previous >= 0 { links[Int(previous)].next = next } else { heads[hash] = next }
                return Int(place)
            }
            previous = link
            link = next
        }
        return nil
    }
}
