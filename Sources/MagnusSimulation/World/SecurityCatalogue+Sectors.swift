import MagnusDomain

extension SecurityCatalogue {
    /// The other sectors, bonds, gold, and the names that are out of order on purpose.
    static let otherSectors: [SimulatedSecurity] = [
        SimulatedSecurity(
            symbol: "VZ", name: "Verizon", kind: .stock, sector: "Communication Services", spot: 44.1,
            previousClose: 44.05, beta: 0.4, volatility: 0.2, premium: 0.05, percentile: 43,
            dividend: .init(exDate: .on(2027, 4, 9), amount: 0.69, days: 91),
            earnings: .init(date: .on(2027, 4, 20), time: .beforeOpen, isConfirmed: false, move: 0.035),
            strikeStep: 500, optionVolume: 80_000, dollarVolume: 8e+08),
        SimulatedSecurity(
            symbol: "AMZN", name: "Amazon.com", kind: .stock, sector: "Consumer Discretionary", spot: 224.7,
            previousClose: 223.9, beta: 1.25, volatility: 0.29, premium: 0.04, percentile: 43,
            earnings: .init(date: .on(2027, 4, 29), time: .afterClose, isConfirmed: false, move: 0.06),
            cycle: .threeAWeek, strikeStep: 2_500, optionVolume: 650_000, dollarVolume: 9e+09),
        SimulatedSecurity(
            symbol: "TSLA", name: "Tesla", kind: .stock, sector: "Consumer Discretionary", spot: 331.5,
            previousClose: 329.0, beta: 1.95, volatility: 0.55, premium: 0.03, percentile: 48,
            earnings: .init(date: .on(2027, 4, 20), time: .afterClose, isConfirmed: false, move: 0.085),
            cycle: .threeAWeek, strikeStep: 2_500, halfSpread: 0.03, optionVolume: 2_400_000, dollarVolume: 2.8e+10),
        SimulatedSecurity(
            symbol: "F", name: "Ford Motor", kind: .stock, sector: "Consumer Discretionary", spot: 11.62,
            previousClose: 11.58, beta: 1.15, volatility: 0.33, premium: 0.04, percentile: 50,
            dividend: .init(exDate: .on(2027, 5, 12), amount: 0.15, days: 91),
            earnings: .init(date: .on(2027, 4, 27), time: .afterClose, isConfirmed: false, move: 0.06), strikeStep: 500,
            optionVolume: 150_000, dollarVolume: 7e+08),
        SimulatedSecurity(
            symbol: "GME", name: "GameStop", kind: .stock, sector: "Consumer Discretionary", spot: 24.3,
            previousClose: 24.1, beta: 0.6, volatility: 0.95, premium: 0.02, percentile: 60,
            earnings: .init(date: .on(2027, 3, 30), time: .afterClose, isConfirmed: false, move: 0.12), strikeStep: 500,
            optionWidth: 1.6, optionVolume: 140_000, dollarVolume: 3.5e+08, borrow: 0.24),
        SimulatedSecurity(
            symbol: "KO", name: "Coca-Cola", kind: .stock, sector: "Consumer Staples", spot: 74.98, previousClose: 74.8,
            beta: 0.55, volatility: 0.165, premium: 0.06, percentile: 46,
            dividend: .init(exDate: .on(2027, 6, 14), amount: 0.53, days: 91),
            earnings: .init(date: .on(2027, 4, 27), time: .beforeOpen, isConfirmed: false, move: 0.022),
            optionVolume: 90_000, dollarVolume: 1.1e+09),
        SimulatedSecurity(
            symbol: "MO", name: "Altria", kind: .stock, sector: "Consumer Staples", spot: 60.85, previousClose: 60.6,
            beta: 0.5, volatility: 0.185, premium: 0.05, percentile: 45,
            dividend: .init(exDate: .on(2027, 3, 16), amount: 1.06, days: 91),
            earnings: .init(date: .on(2027, 4, 29), time: .beforeOpen, isConfirmed: false, move: 0.025),
            strikeStep: 500, optionVolume: 60_000, dollarVolume: 6e+08),
        SimulatedSecurity(
            symbol: "WMT", name: "Walmart", kind: .stock, sector: "Consumer Staples", spot: 103.6, previousClose: 103.3,
            beta: 0.65, volatility: 0.212, premium: 0.109, percentile: 48, trend: 0.14,
            dividend: .init(exDate: .on(2027, 5, 7), amount: 0.25, days: 91),
            earnings: .init(date: .on(2027, 5, 13), time: .beforeOpen, isConfirmed: false, move: 0.045),
            optionVolume: 30_000, dollarVolume: 1.9e+09, demandZoneTop: 100.4),
        SimulatedSecurity(
            symbol: "BAC", name: "Bank of America", kind: .stock, sector: "Financials", spot: 49.84,
            previousClose: 49.9, beta: 1.15, volatility: 0.235, premium: 0.04, percentile: 47,
            dividend: .init(exDate: .on(2027, 6, 4), amount: 0.28, days: 91),
            earnings: .init(date: .on(2027, 4, 14), time: .beforeOpen, isConfirmed: false, move: 0.04), strikeStep: 500,
            optionVolume: 260_000, dollarVolume: 1.8e+09),
        SimulatedSecurity(
            symbol: "JPM", name: "JPMorgan Chase", kind: .stock, sector: "Financials", spot: 292.3,
            previousClose: 291.1, beta: 1.1, volatility: 0.225, premium: 0.05, percentile: 46,
            dividend: .init(exDate: .on(2027, 4, 5), amount: 1.5, days: 91),
            earnings: .init(date: .on(2027, 4, 13), time: .beforeOpen, isConfirmed: false, move: 0.04),
            strikeStep: 2_500, halfSpread: 0.02, optionVolume: 110_000, dollarVolume: 2.5e+09),
        SimulatedSecurity(
            symbol: "SOFI", name: "SoFi Technologies", kind: .stock, sector: "Financials", spot: 15.2,
            previousClose: 15.1, beta: 1.8, volatility: 0.58, premium: 0.02, percentile: 55,
            earnings: .init(date: .on(2027, 4, 27), time: .beforeOpen, isConfirmed: false, move: 0.09), strikeStep: 500,
            optionVolume: 210_000, dollarVolume: 6e+08, disorder: .crossed),
        SimulatedSecurity(
            symbol: "XLE", name: "Energy Select Sector SPDR", kind: .fund, sector: "Energy", spot: 94.1,
            previousClose: 93.6, beta: 0.85, volatility: 0.232, skew: 0.115, premium: 0.19, percentile: 62, trend: 0.16,
            optionVolume: 160_000, dollarVolume: 1.5e+09, demandZoneTop: 91.2),
        SimulatedSecurity(
            symbol: "XOM", name: "Exxon Mobil", kind: .stock, sector: "Energy", spot: 118.9, previousClose: 118.2,
            beta: 0.75, volatility: 0.235, premium: 0.08, percentile: 52,
            dividend: .init(exDate: .on(2027, 5, 14), amount: 1.03, days: 91),
            earnings: .init(date: .on(2027, 4, 30), time: .beforeOpen, isConfirmed: false, move: 0.03),
            optionVolume: 120_000, dollarVolume: 1.8e+09),
        SimulatedSecurity(
            symbol: "UBER", name: "Uber Technologies", kind: .stock, sector: "Industrials", spot: 84.25,
            previousClose: 83.7, beta: 1.35, volatility: 0.385, skew: 0.06, premium: 0.104, percentile: 55, trend: 0.2,
            earnings: .init(date: .on(2027, 5, 11), time: .beforeOpen, isConfirmed: false, move: 0.07),
            strikeStep: 2_500, optionVolume: 45_000, dollarVolume: 1.6e+09),
        SimulatedSecurity(
            symbol: "BA", name: "Boeing", kind: .stock, sector: "Industrials", spot: 214.6, previousClose: 213.9,
            beta: 1.3, volatility: 0.34, premium: 0.03, percentile: 44,
            earnings: .init(date: .on(2027, 4, 28), time: .beforeOpen, isConfirmed: false, move: 0.05),
            strikeStep: 2_500, halfSpread: 0.02, optionVolume: 130_000, dollarVolume: 1.7e+09),
        SimulatedSecurity(
            symbol: "RIVN", name: "Rivian Automotive", kind: .stock, sector: "Consumer Discretionary", spot: 13.85,
            previousClose: 13.85, beta: 1.7, volatility: 0.62, premium: 0, percentile: 57,
            earnings: .init(date: .on(2027, 5, 4), time: .afterClose, isConfirmed: false, move: 0.09), strikeStep: 500,
            optionVolume: 90_000, dollarVolume: 4e+08, disorder: .halted),
        SimulatedSecurity(
            symbol: "PFE", name: "Pfizer", kind: .stock, sector: "Health Care", spot: 27.85, previousClose: 27.8,
            beta: 0.55, volatility: 0.235, premium: 0.05, percentile: 49,
            dividend: .init(exDate: .on(2027, 5, 7), amount: 0.43, days: 91),
            earnings: .init(date: .on(2027, 4, 27), time: .beforeOpen, isConfirmed: false, move: 0.03), strikeStep: 500,
            optionVolume: 95_000, dollarVolume: 1e+09),
        SimulatedSecurity(
            symbol: "JNJ", name: "Johnson & Johnson", kind: .stock, sector: "Health Care", spot: 171.2,
            previousClose: 170.9, beta: 0.5, volatility: 0.165, premium: 0.08, percentile: 42,
            dividend: .init(exDate: .on(2027, 5, 25), amount: 1.3, days: 91),
            earnings: .init(date: .on(2027, 4, 13), time: .beforeOpen, isConfirmed: false, move: 0.025),
            strikeStep: 2_500, optionVolume: 60_000, dollarVolume: 1.2e+09),
        SimulatedSecurity(
            symbol: "NVAX", name: "Novavax", kind: .stock, sector: "Health Care", spot: 21.4, previousClose: 21.25,
            beta: 1.2, volatility: 0.46, premium: -0.03, percentile: 51,
            earnings: .init(date: .on(2027, 5, 6), time: .beforeOpen, isConfirmed: false, move: 0.11), strikeStep: 500,
            optionWidth: 2.5, optionVolume: 14_000, dollarVolume: 6e+07, knownEvents: [.on(2027, 6, 21)]),
        SimulatedSecurity(
            symbol: "LCID", name: "Lucid Group", kind: .stock, sector: "Consumer Discretionary", spot: 21.35,
            previousClose: 21.2, beta: 1.5, volatility: 0.72, premium: 0, percentile: 54, trend: -0.3,
            earnings: .init(date: .on(2027, 5, 5), time: .afterClose, isConfirmed: false, move: 0.1), strikeStep: 500,
            optionWidth: 2, optionVolume: 40_000, dollarVolume: 2.5e+08),
        SimulatedSecurity(
            symbol: "TQQQ", name: "ProShares UltraPro QQQ", kind: .leveragedFund, sector: "Fund", spot: 78.4,
            previousClose: 77.6, beta: 3.5, volatility: 0.58, skew: 0.16, premium: 0.08, percentile: 47,
            optionVolume: 190_000, dollarVolume: 4e+09),
        SimulatedSecurity(
            symbol: "SGOV", name: "iShares 0-3 Month Treasury Bond ETF", kind: .treasuryBillFund, sector: "Fund",
            spot: 100.34, previousClose: 100.31, beta: 0, volatility: 0.0015, premium: 0, trend: 0.036,
            dividend: .init(exDate: .on(2027, 4, 1), amount: 0.3, days: 30), cycle: .none, optionVolume: 0,
            dollarVolume: 9e+08),
        SimulatedSecurity(
            symbol: "TLT", name: "iShares 20+ Year Treasury Bond ETF", kind: .fund, sector: "Fund", spot: 88.3,
            previousClose: 88.45, beta: -0.05, volatility: 0.145, skew: 0.02, premium: 0.06, percentile: 39,
            optionVolume: 330_000, dollarVolume: 3e+09),
        SimulatedSecurity(
            symbol: "GLD", name: "SPDR Gold Shares", kind: .fund, sector: "Fund", spot: 316.2, previousClose: 315.3,
            beta: 0.08, volatility: 0.175, skew: -0.03, premium: 0.04, percentile: 50, optionVolume: 280_000,
            dollarVolume: 3.4e+09),
        SimulatedSecurity(
            symbol: "XLF", name: "Financial Select Sector SPDR", kind: .fund, sector: "Financials", spot: 52.6,
            previousClose: 52.45, beta: 1.0, volatility: 0.185, premium: 0.06, percentile: 45, strikeStep: 500,
            optionVolume: 130_000, dollarVolume: 1.6e+09),
    ]
}
