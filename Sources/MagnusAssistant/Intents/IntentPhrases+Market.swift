extension IntentPhrases {
    static let market: [(intent: Intent, phrases: String)] = [
        (
            .opportunities,
            """
            what is the best cash secured put
            find me a trade
            show opportunities
            best put to sell
            which puts score highest
            any good covered calls
            what can I sell today
            top candidates
            scan results
            best csp right now
            where is good premium
            next trade ideas
            what does the scan say
            good wheel candidates
            what covered call can be written on DIS
            opportunities for XLE
            highest annualised return put
            show candidates over 80
            is there anything worth selling
            candidate list
            what is the score of XLE
            """
        ),
        (
            .whyNot,
            """
            why not TSLA
            why is GME not in the list
            why was JPM rejected
            why does UBER not pass
            what stops AMD from being a candidate
            why is there no TSLA put
            which gate failed for GOOGL
            why are there no candidates
            what was rejected
            why did the scan drop GME
            nearest misses
            what failed the gates
            why not sell a put on TSLA
            why is the score of UBER capped
            reason for rejection
            what is missing for KO to qualify
            """
        ),
        (
            .quote,
            """
            what is AAPL trading at
            price of KO
            quote for PLTR
            where is SPY
            how is AMD today
            what is the spot of MU
            how much is TSLA
            last price of UBER
            current price of XLE
            bid and ask of WMT
            quote
            AAPL price
            how much did AMD move today
            is SPY up or down
            what does KO cost now
            stock price of apple
            where does it trade
            """
        ),
        (
            .volatilityRank,
            """
            what is the IV rank of MU
            iv percentile of AAPL
            implied volatility of PLTR
            is volatility high in AMD
            how rich is premium in KO
            IV of SPY
            ivr TSLA
            how high is iv right now
            is MU expensive in vol terms
            what is the implied vol
            which symbol has the highest iv rank
            volatility rank please
            where is iv compared to the last year
            historical versus implied volatility of AMD
            """
        ),
        (
            .expectedMove,
            """
            what is the expected move of MU
            how far can AAPL move by friday
            expected move to 04-16
            one sigma move of SPY
            implied move of PLTR
            what move is priced in
            how big a move does the market expect in MU
            expected range of KO this week
            straddle implied move
            what range is priced for AMD
            how much could TSLA move until expiry
            one standard deviation for XLE
            """
        ),
        (
            .earnings,
            """
            when does MU report
            when are earnings of AAPL
            earnings date of PLTR
            do I have earnings inside any position
            which positions have earnings before expiry
            next earnings
            is KO reporting this week
            who reports this week
            is the earnings date confirmed
            earnings calendar
            any earnings coming up
            does MU report before my put expires
            when are results due for AMD
            """
        ),
        (
            .dividends,
            """
            when is the ex dividend date of MO
            does KO pay a dividend
            next dividend of AAPL
            dividend of MO
            ex dates this week
            which positions have a dividend coming
            how much is the MO dividend
            will I get the dividend
            dividend yield of KO
            when does XLE go ex
            upcoming dividends
            is there a dividend before expiry
            """
        ),
        (
            .contractFigures,
            """
            what is the delta of the AAPL 260 put
            iv of the KO 75P
            bid and ask of PLTR 80P april 16
            price of the AMD 150 put
            theta of the MU 95 put
            greeks of AAPL Mar 17 260 put
            what does the DIS 115 call pay
            premium of the XLE 90 put
            what is the open interest of SPY 585P
            probability of profit of the UBER 77.5 put
            chance that the MU 95P ends in the money
            how much is the 105 call on DIS
            quote the KO 72.5 put next month
            what is the vega of the QQQ 525 call
            volume of the BAC 45 put
            option price of WMT 99P
            """
        ),
        (
            .strikeByDelta,
            """
            which KO put has 30 delta
            30 delta put on AAPL
            find the 20 delta call in AMD
            what strike is the 16 delta put of SPY
            give me a .30 delta put for PLTR next month
            strike for a 25 delta put on XLE
            30-delta put
            what is the 30 delta strike of UBER
            25 delta call on DIS
            put with delta 0.2 in WMT
            which strike has a delta of 30 in MU
            45 dte 30 delta put on KO
            """
        ),
        (
            .marketHours,
            """
            is the market open
            when does the market close
            when does the market open
            is tomorrow a holiday
            market hours
            how long until the close
            is friday a half day
            next market holiday
            what time is it in new york
            when does trading stop today
            is the exchange closed on good friday
            trading hours
            how much time is left in the session
            is there trading on monday
            """
        ),
        (
            .dataAge,
            """
            how old is the data
            where do the prices come from
            how fresh are the quotes
            is the data stale
            what is the source of these figures
            is this real or simulated
            when was the last update
            which source do you use
            are the quotes delayed
            how current is this
            is the feed working
            data source
            """
        ),
    ]
}
