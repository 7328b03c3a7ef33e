/// Rows of an answer in columns.
extension Composer {
    /// Lines whose first column begins at the left and whose others end at the right, so that figures stand under each
    /// other. A row may have fewer cells than another.
    func table(_ rows: [[Fragment]]) {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                let width = cell.plainText.count
                if column < widths.count { widths[column] = max(widths[column], width) } else { widths.append(width) }
            }
        }
        for row in rows {
            var text = Fragment()
            for (column, cell) in row.enumerated() {
                let pad = Fragment([.words(String(repeating: " ", count: widths[column] - cell.plainText.count))])
                if column == 0 {
                    text = row.count == 1 ? cell : cell + pad
                } else {
                    text = text + "  " + pad + cell
                }
            }
            line(text)
        }
    }
}
