import MagnusDomain

extension Recording {
    /// The last element at or before a moment, by binary search.
    static func last<Element>(_ list: [Element], at now: Instant, by time: (Element) -> Instant) -> Element? {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if time(list[middle]) <= now { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? list[low - 1] : nil
    }
}
