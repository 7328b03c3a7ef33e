extension IntentPhrases {
    static let colloquialTalk: [(intent: Intent, phrases: String)] = [
        (
            .concentration,
            """
            what percent of the account is in AAPL
            how much of my book is PLTR
            share of the account in tech
            am I too heavy in one name
            weight of each sector
            how spread out am I
            weight of KO in the book
            all my eggs in one basket
            """
        ),
        (
            .whatIf,
            """
            what if we crash
            market tanks
            what happens to me in a selloff
            worst case if spy gaps down
            shock the book
            spx minus 5
            if the market rips
            stress the portfolio
            """
        ),
        (
            .listAlerts,
            """
            what is red
            what is flashing
            show the red ones
            open warnings
            what alarms are on
            only the critical ones
            what went off
            anything flagged
            """
        ),
        (
            .whyAlert,
            """
            what is the problem with KO
            what is wrong with AMD
            why is PLTR red
            reason for the MO alert
            why did KO go off
            why does AAPL show a warning
            what triggered on MU
            """
        ),
        (
            .attention,
            """
            anything I need to worry about
            should I be worried
            what is urgent
            give me a summary
            quick overview
            brief me
            morning briefing
            what is on fire
            run me through it
            what matters right now
            anything wrong
            where do I start
            catch me up
            recap please
            rundown of everything
            the short version
            tldr
            what is new
            bring me up to speed
            """
        ),
        (
            .opportunities,
            """
            anything worth selling
            where is the fat premium
            give me an idea
            trade ideas
            what should I sell next
            best put to sell under 30 delta
            what pays best right now
            candidates with high return
            which put pays most
            any juicy premium out there
            where is good premium
            rich premium to sell
            anything good to write
            new trades please
            """
        ),
        (
            .whyNot,
            """
            how come TSLA is not in the list
            why was GME thrown out
            what keeps INTC out of the scan
            why did AMD not make it
            reason XLE is missing
            """
        ),
        (
            .quote,
            """
            SPY last
            where is PLTR at
            how much is one share of KO
            what does AAPL trade at
            bid and ask of AMD stock
            MU now
            """
        ),
        (
            .volatilityRank,
            """
            how rich are options on PLTR
            are premiums high in AMD
            is vol cheap in KO
            where is iv on MU
            high iv names
            """
        ),
        (
            .expectedMove,
            """
            how much can PLTR move until friday
            how far might AMD go
            implied range for SPY this week
            priced in move for MU
            one sigma range of KO
            """
        ),
        (
            .earnings,
            """
            who reports this week
            when is AMD reporting
            does MU report before expiry
            next report of KO
            any names with earnings soon
            """
        ),
        (
            .dividends,
            """
            when is the ex date of KO
            dividends coming up
            what dividends will I receive
            which names go ex this week
            next payout of MO
            """
        ),
        (
            .explainFigure,
            """
            how do you get that
            how did you come up with this
            where do you get this from
            how is that worked out
            what is this based on
            what went into that number
            why 50%
            why is it 12
            where does the 63 come from
            prove it
            says who
            how did you arrive at this
            """
        ),
        (
            .placeOrder,
            """
            btc my PLTR puts
            sto 1 KO 75 put
            bto 2 SPY calls
            stc my calls
            buy to close the AMD put
            sell to open a put
            get me out of PLTR
            close out KO
            roll PLTR out a month now
            dump my DIS shares
            """
        ),
        (
            .settings,
            """
            dark mode
            how do I mask amounts
            hide money
            turn on privacy
            other colours
            switch keymap to emacs
            """
        ),
        (
            .marketHours,
            """
            when do we close
            do we trade on friday
            is tomorrow a holiday
            short session this week
            are markets open
            how long until the bell
            """
        ),
        (
            .dataAge,
            """
            are these quotes live
            is this delayed
            how stale are the prices
            how up to date is this
            when was this refreshed
            """
        ),
        (
            .monitors,
            """
            are you watching
            what do you watch
            which checks are on
            are the checks running
            """
        ),
        (
            .notes,
            """
            what did I note on AMD
            my comment on KO
            did I write anything on PLTR
            show my remarks
            """
        ),
        (
            .greeting,
            """
            gm
            sup
            howdy
            hey
            hiya
            good day
            """
        ),
        (
            .thanks,
            """
            tx
            appreciate it
            cool
            sweet
            much appreciated
            """
        ),
        (
            .outOfScope,
            """
            what is the best laptop to buy
            which car should I get
            cheap tickets to rome
            where can I get good sushi
            best restaurant in town
            will it snow tomorrow
            how old is the universe
            how far is the moon
            who wrote hamlet
            what is a good book to read
            how do I get rid of ants
            how do I sleep better
            how many calories in an apple pie
            which tv should I buy
            write some code for me
            what language do they speak in brazil
            name three rivers in europe
            what time is it in tokyo
            how is your mother
            who won the world cup
            """
        ),
    ]
}
