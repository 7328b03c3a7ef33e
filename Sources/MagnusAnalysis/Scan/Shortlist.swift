/// Has a place among its like.
protocol Ranked {
    func precedes(_ other: Self) -> Bool
}

/// The first few of many in order, whatever the order they are offered in: each is compared once, with the last of them.
struct Shortlist<Item: Ranked> {
    let limit: Int
    /// In order, at most ``limit``.
    private(set) var items: [Item] = []

    init(limit: Int) {
        self.limit = limit
        items.reserveCapacity(min(limit, 64))
    }

    mutating func offer(_ item: Item) {
        if items.count >= limit {
            guard let last = items.last, item.precedes(last) else { return }
            items.removeLast()
        }
        items.insert(item, at: items.firstIndex { item.precedes($0) } ?? items.count)
    }
}
