import MagnusDomain

extension SecurityCatalogue {
    /// Indices, broad funds, technology and communication.
    static let indicesAndTechnology: [SimulatedSecurity] = [
        SimulatedSecurity(
            symbol: "SPX", name: "S&P 500 Index", kind: .index, sector: "Index", spot: 5994.1, previousClose: 5981.3,
            beta: 1, volatility: 0.155, skew: 0.147, termSlope: 0.057, premium: 0.2, percentile: 44, cycle: .daily,
            strikeStep: 5_000, halfSpread: 0.25, optionVolume: 2_100_000, dollarVolume: 0),
        SimulatedSecurity(
            symbol: "SPY", name: "SPDR S&P 500 ETF", kind: .fund, sector: "Fund", spot: 597.85, previousClose: 596.57,
            beta: 1, volatility: 0.155, skew: 0.147, termSlope: 0.057, premium: 0.2, percentile: 44, cycle: .daily,
            optionWidth: 0.45, optionVolume: 7_800_000, dollarVolume: 3.8e+10, indexMultiple: 597.85 / 5994.10),
        SimulatedSecurity(
            symbol: "XSP", name: "Mini S&P 500 Index", kind: .index, sector: "Index", spot: 599.41,
            previousClose: 598.13, beta: 1, volatility: 0.155, skew: 0.147, termSlope: 0.057, premium: 0.2,
            percentile: 44, cycle: .daily, halfSpread: 0.03, optionVolume: 95_000, dollarVolume: 0, indexMultiple: 0.1),
        SimulatedSecurity(
            symbol: "VIX", name: "Cboe Volatility Index", kind: .index, sector: "Index", spot: 17.05,
            previousClose: 17.4, beta: 0, volatility: 0.9, cycle: .none, halfSpread: 0.02, optionVolume: 0,
            dollarVolume: 0),
        SimulatedSecurity(
            symbol: "QQQ", name: "Invesco QQQ Trust", kind: .fund, sector: "Fund", spot: 512.3, previousClose: 510.6,
            beta: 1.18, volatility: 0.193, skew: 0.135, termSlope: 0.04, premium: 0.14, percentile: 47, cycle: .daily,
            optionWidth: 0.45, optionVolume: 3_400_000, dollarVolume: 2.2e+10),
        SimulatedSecurity(
            symbol: "IWM", name: "iShares Russell 2000 ETF", kind: .fund, sector: "Fund", spot: 221.4,
            previousClose: 220.95, beta: 1.15, volatility: 0.213, skew: 0.135, termSlope: 0.03, premium: 0.12,
            percentile: 52, cycle: .threeAWeek, optionWidth: 0.45, optionVolume: 1_100_000, dollarVolume: 6e+09),
        SimulatedSecurity(
            symbol: "VTI", name: "Vanguard Total Stock Market ETF", kind: .fund, sector: "Fund", spot: 294.8,
            previousClose: 294.2, beta: 1.0, volatility: 0.155, skew: 0.135, premium: 0.1, percentile: 42,
            cycle: .monthly, optionWidth: 3, optionVolume: 3_000, dollarVolume: 1.1e+09),
        SimulatedSecurity(
            symbol: "AAPL", name: "Apple", kind: .stock, sector: "Information Technology", spot: 257.1,
            previousClose: 257.95, beta: 1.2, volatility: 0.238, premium: 0.04, percentile: 54,
            dividend: .init(exDate: .on(2027, 5, 10), amount: 0.27, days: 91),
            earnings: .init(date: .on(2027, 4, 29), time: .afterClose, isConfirmed: false, move: 0.035),
            cycle: .threeAWeek, strikeStep: 2_500, optionVolume: 900_000, dollarVolume: 1.2e+10),
        SimulatedSecurity(
            symbol: "MSFT", name: "Microsoft", kind: .stock, sector: "Information Technology", spot: 468.2,
            previousClose: 466.9, beta: 1.05, volatility: 0.225, premium: 0.03, percentile: 41,
            dividend: .init(exDate: .on(2027, 5, 20), amount: 0.91, days: 91),
            earnings: .init(date: .on(2027, 4, 27), time: .afterClose, isConfirmed: false, move: 0.04),
            cycle: .threeAWeek, strikeStep: 2_500, optionVolume: 420_000, dollarVolume: 9e+09),
        SimulatedSecurity(
            symbol: "NVDA", name: "NVIDIA", kind: .stock, sector: "Information Technology", spot: 181.6,
            previousClose: 180.2, beta: 1.75, volatility: 0.4, premium: 0.02, percentile: 46,
            earnings: .init(date: .on(2027, 5, 19), time: .afterClose, isConfirmed: false, move: 0.065),
            cycle: .threeAWeek, strikeStep: 2_500, optionVolume: 2_900_000, dollarVolume: 3e+10),
        SimulatedSecurity(
            symbol: "AMD", name: "Advanced Micro Devices", kind: .stock, sector: "Information Technology", spot: 168.3,
            previousClose: 169.6, beta: 1.8, volatility: 0.395, skew: 0.06, premium: 0.05, percentile: 58,
            earnings: .init(date: .on(2027, 5, 4), time: .afterClose, isConfirmed: false, move: 0.075),
            cycle: .threeAWeek, strikeStep: 2_500, optionVolume: 610_000, dollarVolume: 6.5e+09),
        SimulatedSecurity(
            symbol: "INTC", name: "Intel", kind: .stock, sector: "Information Technology", spot: 36.9,
            previousClose: 36.75, beta: 1.2, volatility: 0.405, premium: 0.02, percentile: 49,
            earnings: .init(date: .on(2027, 4, 22), time: .afterClose, isConfirmed: false, move: 0.075),
            strikeStep: 500, optionVolume: 480_000, dollarVolume: 2.4e+09),
        SimulatedSecurity(
            symbol: "MU", name: "Micron Technology", kind: .stock, sector: "Information Technology", spot: 101.2,
            previousClose: 102.4, beta: 1.45, volatility: 0.46, skew: 0.06, premium: 0.02, rank: 91, trend: 0.02,
            dividend: .init(exDate: .on(2027, 4, 5), amount: 0.12, days: 91),
            earnings: .init(date: .on(2027, 3, 24), time: .afterClose, isConfirmed: true, move: 0.085),
            strikeStep: 1_000, optionVolume: 310_000, dollarVolume: 2.6e+09),
        SimulatedSecurity(
            symbol: "CSCO", name: "Cisco Systems", kind: .stock, sector: "Information Technology", spot: 63.4,
            previousClose: 63.25, beta: 0.85, volatility: 0.205, premium: 0.06, percentile: 38,
            dividend: .init(exDate: .on(2027, 4, 2), amount: 0.42, days: 91),
            earnings: .init(date: .on(2027, 5, 12), time: .afterClose, isConfirmed: false, move: 0.05),
            optionVolume: 90_000, dollarVolume: 1.2e+09),
        SimulatedSecurity(
            symbol: "PLTR", name: "Palantir Technologies", kind: .stock, sector: "Information Technology", spot: 76.4,
            previousClose: 77.6, beta: 1.9, volatility: 0.55, premium: -0.05, percentile: 63, trend: -0.25,
            earnings: .init(date: .on(2027, 5, 3), time: .afterClose, isConfirmed: false, move: 0.1), strikeStep: 2_500,
            optionVolume: 720_000, dollarVolume: 5e+09),
        SimulatedSecurity(
            symbol: "GOOGL", name: "Alphabet", kind: .stock, sector: "Communication Services", spot: 196.4,
            previousClose: 195.8, beta: 1.05, volatility: 0.27, premium: 0.05, percentile: 45,
            dividend: .init(exDate: .on(2027, 6, 7), amount: 0.21, days: 91),
            earnings: .init(date: .on(2027, 4, 21), time: .afterClose, isConfirmed: false, move: 0.05),
            cycle: .threeAWeek, strikeStep: 2_500, optionVolume: 430_000, dollarVolume: 6e+09),
        SimulatedSecurity(
            symbol: "META", name: "Meta Platforms", kind: .stock, sector: "Communication Services", spot: 688.4,
            previousClose: 685.1, beta: 1.2, volatility: 0.3, premium: 0.05, percentile: 40,
            dividend: .init(exDate: .on(2027, 6, 14), amount: 0.55, days: 91),
            earnings: .init(date: .on(2027, 4, 28), time: .afterClose, isConfirmed: false, move: 0.07),
            cycle: .threeAWeek, strikeStep: 5_000, halfSpread: 0.04, optionVolume: 390_000, dollarVolume: 9e+09),
        SimulatedSecurity(
            symbol: "DIS", name: "Walt Disney", kind: .stock, sector: "Communication Services", spot: 108.4,
            previousClose: 108.44, beta: 1.05, volatility: 0.275, premium: 0.13, percentile: 58, trend: 0.02,
            earnings: .init(date: .on(2027, 5, 11), time: .beforeOpen, isConfirmed: false, move: 0.055),
            strikeStep: 2_500, optionVolume: 120_000, dollarVolume: 1.1e+09),
        SimulatedSecurity(
            symbol: "T", name: "AT&T", kind: .stock, sector: "Communication Services", spot: 27.35, previousClose: 27.3,
            beta: 0.45, volatility: 0.21, premium: 0.05, percentile: 44,
            dividend: .init(exDate: .on(2027, 4, 9), amount: 0.2775, days: 91),
            earnings: .init(date: .on(2027, 4, 21), time: .beforeOpen, isConfirmed: false, move: 0.035),
            strikeStep: 500, optionVolume: 110_000, dollarVolume: 9e+08),
    ]
}
