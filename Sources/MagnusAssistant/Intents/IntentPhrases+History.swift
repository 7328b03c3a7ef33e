extension IntentPhrases {
    /// What was traded before. ``HistoryRules`` decides where its words are certain; these carry the rest.
    static let history: [(intent: Intent, phrases: String)] = [
        (
            .periodProfit,
            """
            what did I make in march
            how much did I earn last month
            profit for the year
            result of last week
            year to date profit
            month to date pnl
            how am I doing this year
            how did I do in january
            how has this month gone
            how was last quarter
            p&l since december
            returns for 2026
            what is my ytd
            how much money have I made this year
            what did SPY bring me last month
            did I make money last week
            how much have I lost this quarter
            profit for the past 30 days
            quarter to date result
            how have I been doing lately
            how did may go for me
            """
        ),
        (
            .winRate,
            """
            what is my win rate
            how many of my trades were winners
            percentage of winning trades
            what share of trades made money
            how many wins and losses do I have
            ratio of winners to losers
            success rate on KO
            how good is my record
            what fraction of trades are profitable
            my track record
            how often am I right
            how often do my trades make money
            average winner and average loser
            wins versus losses
            hit ratio
            what percent of my puts were profitable
            """
        ),
        (
            .closedTrades,
            """
            show closed trades
            list the trades I closed
            what have I closed recently
            which trades did I close last month
            my best trade ever
            worst trade of the year
            biggest winner I ever closed
            trade history
            show my past trades
            recent closings
            show the last trades I made
            my latest trades
            the last five trades
            most recent trades
            closed positions
            history of KO trades
            what was my worst loss
            my trade log
            previous trades in PLTR
            which trades are done
            """
        ),
        (
            .premiumCollected,
            """
            how much premium have I collected
            total premium received
            premium income this year
            how much credit did I collect last month
            premium from AAPL puts
            what did I take in from selling options
            how much premium have I sold
            option income so far
            credits received this year
            how much did selling puts bring in
            premium taken in since january
            gross premium
            """
        ),
        (
            .opened,
            """
            when did I open KO
            when did I buy DIS
            when was PLTR opened
            opening date of my AMD put
            how long have I held DIS
            how old is the MU position
            since when do I own DIS
            how many days have I been in PLTR
            when did I sell the AAPL put
            when did I enter this trade
            date of entry for MO
            how long am I in this trade
            """
        ),
        (
            .positionCost,
            """
            what did KO cost me
            how much did I pay for DIS
            what is my cost basis in DIS
            what price did I buy MO at
            average price of my DIS shares
            my average cost in AAPL
            entry price of the PLTR put
            what did I sell the KO puts for
            where did I get in on AMD
            at what price did I open MU
            what was my fill on AMD
            how much credit did I receive for AMD
            basis on DIS
            """
        ),
        (
            .positionSize,
            """
            what is my biggest position
            largest holding
            smallest position
            which trade ties up the most cash
            which position uses the most buying power
            rank positions by size
            positions by collateral
            what takes the most capital
            heaviest position
            which row binds most money
            where is most of my money
            size of my positions
            """
        ),
    ]
}
