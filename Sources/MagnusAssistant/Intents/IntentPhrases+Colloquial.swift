extension IntentPhrases {
    static let colloquial = colloquialBook + colloquialTalk

    /// Short, hasty and colloquial forms, by intent.
    static let colloquialBook: [(intent: Intent, phrases: String)] = [
        (
            .dayProfit,
            """
            how is my day going
            how did my day go
            how was today for me
            am I up or down today
            green or red today
            how are we doing today
            made or lost today
            what moved today
            which positions moved my pnl today
            what drove the day
            pnl on the day
            intraday result
            what changed in my book today
            how much am I up today
            how much did AMD lose me today
            """
        ),
        (
            .openProfit,
            """
            how much am I losing on PLTR
            how much am I up on AMD
            how much did I lose on MU
            how much have I lost in DIS
            am I in profit on KO
            is my AMD put green
            how deep is the loss in PLTR
            is PLTR under water
            total unrealized
            how much am I down overall
            paper losses
            running profit of all positions
            open gains
            what is PLTR costing me
            """
        ),
        (
            .realizedProfit,
            """
            what have I locked in
            banked profit
            profit already taken
            booked gains
            realised result overall
            how much is in the bag
            """
        ),
        (
            .profitRanking,
            """
            what is hurting me most
            my biggest losers
            my three best positions
            which one is bleeding
            who does worst
            who is in the red
            top gainers in my book
            which rows are under water
            worst open trade
            best open trade
            """
        ),
        (
            .cash,
            """
            how much can I spend
            what can I still spend
            how much dry powder is left
            spare cash
            money available
            unused cash
            how much is free to use
            what is left to invest
            can I afford another put
            do I have money for one more put
            how much powder do I have
            undeployed cash
            idle cash
            """
        ),
        (
            .marginUse,
            """
            how close am I to a margin call
            bp used
            how much of my buying power is used
            am I using too much margin
            margin headroom
            leverage right now
            """
        ),
        (
            .netLiquidation,
            """
            how much am I worth
            account size
            total account value
            account balance now
            what is the whole account worth
            equity
            """
        ),
        (
            .listPositions,
            """
            what am I in
            show what I hold
            what is on the book
            everything I have open
            which puts am I short
            list my spreads
            do I hold any shares
            my open trades
            what have I got on
            all my calls
            """
        ),
        (
            .showPosition,
            """
            how is my MU put
            how is PLTR looking
            what do I have in AMD
            do I own KO
            do I have any DIS
            status of my AAPL trade
            where do I stand with KO
            how is the AMD trade going
            tell me about my PLTR position
            my KO
            """
        ),
        (
            .deltaExposure,
            """
            how many shares of SPY is my book like
            what am I equivalent to in SPY shares
            SPY equivalent shares
            am I too bullish
            how long am I
            how much market exposure do I have
            am I leaning long or short
            directional risk
            net deltas
            share equivalent of the book
            """
        ),
        (
            .thetaIncome,
            """
            what do I earn a day
            how much do I make doing nothing
            decay per day
            daily income from decay
            how much do I collect each day from time
            theta per day
            what does time bring me
            """
        ),
        (
            .vegaExposure,
            """
            what does a vol spike do to me
            how much do I lose when vol pops
            am I short vol
            how sensitive am I to iv
            vol exposure
            if volatility jumps what happens
            """
        ),
        (
            .expirations,
            """
            what ends on friday
            what ends this week
            which options end on 04-16
            what runs out next week
            what rolls off on friday
            what goes off the board
            which contracts are done by friday
            what matures next month
            what is about to expire
            0dte positions
            which expiry is next
            what dies on friday
            when does the PLTR put end
            what falls off by month end
            what is gone after opex
            which rows end by eom
            expiry at the end of the month
            what ends at the monthly expiration
            what expires by eoy
            what ends eow
            """
        ),
        (
            .assignmentRisk,
            """
            could I be put the shares
            what might be put to me this week
            will my shares be called away
            am I going to lose my DIS shares
            which shorts are in the money
            can they assign me on KO
            odds of assignment for AMD
            what gets put to me by friday
            will MO be called
            chance I have to buy PLTR
            could I be forced to buy
            do I have the cash if I am assigned on everything
            """
        ),
        (
            .decision,
            """
            is it better to roll or take the shares of KO
            roll AMD or get assigned
            better to close or to roll PLTR
            should I get out of MU
            should I let AAPL expire
            take the loss on PLTR
            take profits on AMD now
            hold or fold PLTR
            is it time to buy back the KO puts
            keep or close AMD
            what would be best for the PLTR put
            """
        ),
    ]
}
