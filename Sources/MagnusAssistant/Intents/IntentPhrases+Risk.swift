extension IntentPhrases {
    static let risk: [(intent: Intent, phrases: String)] = [
        (
            .bookGreeks,
            """
            show my greeks
            what are the greeks of the book
            portfolio greeks
            greeks for PLTR
            greeks by symbol
            delta gamma theta vega please
            what are my total greeks
            give me all the greeks
            gamma of the book
            what is my gamma
            how much gamma do I have near expiry
            risk numbers of the portfolio
            show greeks of KO
            what is my rho
            """
        ),
        (
            .thetaIncome,
            """
            what is my theta
            how much theta do I collect per day
            daily theta
            how much do I earn per day from decay
            time decay of the book
            theta income
            how much premium decays every day
            what does time pay me
            theta per day on PLTR
            how much do I make if nothing moves
            what is the theta of my AMD put
            how much extrinsic value is left
            how much time value have I sold
            income per day
            what do I earn in a week from theta
            """
        ),
        (
            .deltaExposure,
            """
            what is my delta
            what is my beta weighted delta
            how long am I
            how bullish is my book
            directional exposure
            dollar delta
            delta exposure in SPY shares
            am I net long or short
            what does one percent in SPY cost me
            is my delta in the band
            how much market exposure do I have
            beta weighted exposure
            delta of AAPL
            which symbol adds the most delta
            am I too long
            """
        ),
        (
            .vegaExposure,
            """
            what is my vega
            volatility exposure
            how much do I lose if volatility rises
            vega of the book
            am I short volatility
            what happens to my book if IV rises a point
            vega on MU
            exposure to implied volatility
            how short vega am I
            what does a vol point cost
            weighted vega
            how sensitive am I to IV
            """
        ),
        (
            .expirations,
            """
            what expires this week
            which options expire on friday
            what is expiring soon
            expirations next week
            upcoming expiry
            what expires today
            show expiring positions
            anything expiring tomorrow
            which of my options expire in march
            expiry calendar of my book
            what runs out on 04-16
            what expires next month
            which contracts are close to expiry
            how many days until KO expires
            when does my AAPL put expire
            list positions by expiry
            what is left to expiry this month
            """
        ),
        (
            .assignmentRisk,
            """
            which positions could be assigned this week
            which positions could be assigned this week, and can I pay?
            what is my assignment risk
            could I get assigned
            what can be assigned on friday
            will I be assigned on KO
            probability of assignment of AAPL
            do I have enough cash if I get assigned
            what happens if everything is assigned
            can I pay for all assignments
            which shorts are in the money
            will my calls be called away
            am I going to lose my MO shares
            risk of early exercise
            what would assignment cost
            how likely is assignment
            what if all my puts are exercised
            which puts are likely to be put to me
            will I have to buy shares
            shares I might have to take
            """
        ),
        (
            .whatIf,
            """
            what if SPY drops 5%
            what happens if the market falls 10 percent
            how much do I lose if SPY falls 5%
            stress test
            scenario minus 10 percent
            what if the market crashes
            what would a 2% rally do
            how does my book look after a 5% drop
            what if PLTR falls 10%
            what if KO goes to 70
            loss in a crash
            what if nothing happens for a week
            effect of a 5 percent selloff
            simulate SPY -10%
            impact of a market drop on my account
            what if SPY goes up 5%
            worst case if the market tanks
            """
        ),
        (
            .decision,
            """
            should I roll PLTR
            should I roll PLTR 80P or take the shares
            should I close the AMD put
            roll or take assignment on KO
            is it time to close AMD
            what are my choices on PLTR
            take shares or roll
            can I roll KO for a credit
            what would rolling PLTR cost
            close or hold
            should I let it ride
            options for the PLTR put
            roll the AAPL put
            should I take profit on AMD
            is it worth keeping the BAC puts
            what to do with KO 75P
            what do I do about PLTR
            should I buy back the call
            how much credit for rolling to april 30
            """
        ),
        (
            .listAlerts,
            """
            show alerts
            list all alerts
            what alerts are active
            any alerts
            which alerts are critical
            how many alerts do I have
            alerts for KO
            is there an alert on PLTR
            what warnings are there
            open alarms
            show high priority alerts
            what is flashing red
            list critical warnings
            alerts on AAPL
            anything urgent in the alerts
            """
        ),
        (
            .whyAlert,
            """
            why is PLTR flagged
            why do I have an alert on KO
            why is MO critical
            what triggered the AAPL alert
            why is this red
            explain the alert on MU
            reason for the alert
            why did this alert fire
            what is wrong with XSP
            why is AMD marked high
            why am I being warned about KO
            explain this alert
            what does the MO warning mean
            why is there a warning
            """
        ),
        (
            .attention,
            """
            what needs attention
            what needs my attention today
            anything urgent
            what has changed
            what changed since yesterday
            what is important right now
            what is going on
            give me a summary
            morning briefing
            what happened overnight
            what is the most pressing thing
            anything I need to know
            what is my plan for today
            where do I look first
            status report
            quick overview of what matters
            what is on fire
            daily summary
            what do I need to do today
            """
        ),
        (
            .monitors,
            """
            which monitors are running
            monitor status
            when did the monitors last run
            what do you watch
            are the monitors working
            when is the next check
            which monitor failed
            what is nearest to firing
            list monitors
            how often do you check
            is everything being watched
            did any monitor stop
            """
        ),
    ]
}
