import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The series in a row of tabs, scrolled so that the chosen one shows.
struct ChainTabs: Equatable {
    struct Place: Equatable {
        var index: Int
        var title: String
        var start: Int
        var width: Int
    }

    var places: [Place] = []
    var isCut = false

    init(_ report: ChainReport, text: ChainText, columns: Int) {
        let titles = report.expiries.map { expiry in
            let isUnique = report.expiries.filter { $0.series.expiry == expiry.series.expiry }.count == 1
            return text.tab(expiry, symbol: report.symbol, isUnique: isUnique && !expiry.isAdjusted)
        }
        let widths = titles.map { TextWidth.width(of: $0) + 2 }
        let here = report.chosen ?? 0
        var first = 0
        while first < here, widths[first...here].reduce(0, +) + here - first > columns { first += 1 }
        var start = 0
        for index in titles.indices.dropFirst(first) {
            guard start + widths[index] <= columns else {
                isCut = true
                break
            }
            places.append(Place(index: index, title: titles[index], start: start, width: widths[index]))
            start += widths[index] + 1
        }
    }
}
