extension IntentPhrases {
    static let book: [(intent: Intent, phrases: String)] = [
        (
            .listPositions,
            """
            list my positions
            show all positions
            what positions do I have
            what am I holding
            show me my book
            what do I own right now
            which options am I short
            open positions please
            list all my open trades
            what is in my portfolio
            show portfolio
            how many positions are open
            give me an overview of my holdings
            which trades are on
            display all holdings
            list my short puts
            list my covered calls
            which stocks do I own
            what have I got on
            positions
            show my condors and spreads
            """
        ),
        (
            .showPosition,
            """
            show my KO position
            how is my PLTR put doing
            tell me about the AAPL 260 put
            details of the AMD 150P
            what is my position in MU
            how does the SPY spread look
            status of my BAC calls
            what about my INTC covered call
            show the KO 75P
            give me the details of PLTR
            my QQQ calendar
            how is the iron condor on IWM
            what do I hold in DIS
            do I have anything in BAC
            am I short AAPL
            tell me about that position
            how far is KO from the strike
            what is the breakeven of my PLTR put
            how much is left in the AMD put
            what is my cost basis in INTC
            tell me more about the second one
            details of this position
            """
        ),
        (
            .openProfit,
            """
            what is my pnl
            what is my open profit
            how much am I up
            how much money have I made on open trades
            unrealized gains
            show unrealised profit and loss
            am I making or losing money
            what is the total open pnl
            profit and loss of the book
            how is my portfolio doing
            am I up or down overall
            open pnl on KO
            how much have I lost on PLTR
            what is my profit on AMD
            pnl of AAPL
            how much profit is in the AMD put
            total unrealized loss
            what are my paper gains
            """
        ),
        (
            .dayProfit,
            """
            what is my pnl today
            how did I do today
            today's profit
            day pnl
            how much did I make today
            how much have I lost today
            what is the change since yesterday
            am I up on the day
            daily profit and loss
            how is the account doing today
            gain since the open
            what did the book make this session
            day change in dollars
            what did KO do to my pnl today
            how is today going for my book
            """
        ),
        (
            .realizedProfit,
            """
            what is my realized profit
            how much have I realised
            closed trade profit
            realized gains this year
            what did I make on closed trades
            realised pnl
            profit from closed positions
            how much have I banked so far
            locked in gains
            total realized pnl
            what have I earned from closed trades
            how much premium did I keep on closed trades
            show realized losses
            """
        ),
        (
            .profitRanking,
            """
            which position is losing the most
            what is my biggest loser
            biggest winner
            worst positions
            best performing trades
            top winners and losers
            which trade makes the most money
            what hurts the most right now
            rank my positions by profit
            where am I losing money
            who are the losers
            which positions are in the red
            which positions are profitable
            show the worst trade
            which of my trades is best
            sort positions by pnl
            """
        ),
        (
            .cash,
            """
            how much cash do I have
            what is my free cash
            how much cash is left
            available cash
            how much money can I use for a new put
            what is reserved by puts
            cash balance
            how much is tied up as collateral
            how much cash is free after reserves
            show balances
            settled cash
            can I afford another put
            what is my collateral
            how much is in T-bills
            do I have cash for a new trade
            """
        ),
        (
            .netLiquidation,
            """
            what is my net liquidation value
            net liq
            how big is my account
            account value
            what is the account worth
            total equity
            what is my portfolio worth
            how much is everything worth
            value of my account
            what is my net worth here
            show net liq
            current account size
            """
        ),
        (
            .marginUse,
            """
            what is my buying power
            how much buying power is left
            margin requirement
            how much margin am I using
            buying power used
            am I close to a margin call
            what is my margin use
            maintenance requirement
            how leveraged am I
            is my margin ok
            percent of buying power used
            how much margin is free
            """
        ),
        (
            .concentration,
            """
            how concentrated is my book
            sector exposure
            how much tech do I have
            which sector is largest
            am I too concentrated
            exposure by sector
            biggest exposure by symbol
            how diversified am I
            share of each sector
            where is most of my risk
            which name is the largest
            how much of my account is in one name
            concentration by symbol
            collateral by sector
            """
        ),
        (
            .notes,
            """
            what notes do I have
            show my notes
            what did I write about KO
            read my note on PLTR
            any notes on AAPL
            which positions have notes
            list notes
            my comments on this trade
            what did I note
            note of the MU put
            show the note for this row
            remind me what I wrote
            """
        ),
    ]
}
