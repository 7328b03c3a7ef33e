import MagnusDomain

@testable import MagnusAssistant

/// How people on a trading desk type: slang, haste, lower case, names of companies. Written before the phrases the
/// classifier learns from were read. One line: text | intents that answer it | symbols | last day of the span.
enum TraderTalk {
    struct Line: Sendable, CustomStringConvertible {
        var text: String
        var intents: [Intent]
        var symbols: [String]
        var last: String?
        var description: String { text }
    }

    /// Errors in these lines were read while the rules were mended.
    static let seen = lines(odd: true)
    /// Errors in these lines were counted, never read, so that their share is a measure.
    static let blind = lines(odd: false)

    private static func lines(odd: Bool) -> [Line] {
        text.split(separator: "\n").enumerated().compactMap { index, line in
            guard (index % 2 == 1) == odd else { return nil }
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { part in
                let body = part.drop { $0 == " " }
                return String(body.reversed().drop { $0 == " " }.reversed())
            }
            return Line(
                text: parts[0], intents: parts[1].split(separator: ",").compactMap { Intent(rawValue: String($0)) },
                symbols: parts.count > 2 ? parts[2].split(separator: ",").map(String.init) : [],
                last: parts.count > 3 && !parts[3].isEmpty ? parts[3] : nil)
        }
    }

    private static let text = """
        how was my day | day_profit
        how did we do today | day_profit
        am i green or red today | day_profit
        whats my pnl so far today | day_profit
        up or down on the day? | day_profit
        how much did ko make me today | day_profit | KO
        pltr pnl today | day_profit | PLTR
        did i lose money today | day_profit
        intraday p/l pls | day_profit
        what moved my book today | day_profit,profit_ranking
        how much can I still spend | cash
        how much dry powder do i have | cash
        free cash? | cash
        how much money is not tied up | cash
        can i afford another csp | cash,margin_use
        buying power left | cash,margin_use
        how much bp is used | margin_use
        margin used rn | margin_use
        am i close to a margin call | margin_use
        whats my account worth | net_liquidation
        net liq | net_liquidation
        how big is my account | net_liquidation
        how much is everything worth right now | net_liquidation
        how much did I lose on PLTR | open_profit,position_cost,period_profit,show_position,realized_profit | PLTR
        how much am i down on palantir | open_profit,show_position | PLTR
        hows my amd put doing | show_position,open_profit | AMD
        where am i at with micron | show_position,open_profit | MU
        am i making money on disney | open_profit,show_position | DIS
        unrealized pnl | open_profit
        whats my open p&l | open_profit
        total open profit across everything | open_profit
        how underwater is my book | open_profit
        what have i banked so far | realized_profit,period_profit
        realised gains ytd | period_profit,realized_profit
        how much did i make last week | period_profit
        pnl this month | period_profit
        how was february | period_profit
        profit since january | period_profit
        what did i earn on ko this year | period_profit | KO
        how much did i lose in jan | period_profit
        mtd p&l | period_profit
        how am i doing ytd | period_profit
        result for q1 | period_profit
        my batting average | win_rate
        hit rate on pltr | win_rate | PLTR
        what % of my trades win | win_rate
        how often do i win | win_rate
        winners vs losers this year | win_rate
        whats my win pct | win_rate
        biggest losing trade this year | closed_trades
        my worst trade ever | closed_trades
        list closed trades | closed_trades
        what did i close last week | closed_trades
        show me my last trades | closed_trades
        how much premium did i take in ytd | premium_collected
        credit collected this month | premium_collected
        premium sold on amd | premium_collected | AMD
        how much have i collected in premiums since feb | premium_collected
        when did i put on the ko trade | opened | KO
        how long have i been holding mu | opened | MU
        when was the disney position opened | opened | DIS
        what did i pay for my disney shares | position_cost | DIS
        whats my cost basis in mo | position_cost | MO
        avg price on dis | position_cost,show_position | DIS
        how much credit did i get for the ko puts | position_cost,premium_collected,show_position | KO
        whats my largest position | position_size
        which position eats the most collateral | position_size
        smallest position? | position_size
        who are my losers | profit_ranking
        worst position right now | profit_ranking
        top 3 winners | profit_ranking
        whats bleeding the most | profit_ranking
        which trade is hurting me | profit_ranking
        best performer in the book | profit_ranking
        what do i have on | list_positions
        list my trades that are open | list_positions
        show book | list_positions
        all my short puts | list_positions
        what am i holding | list_positions
        do i own any calls | list_positions
        do i have anything in amd | show_position,list_positions | AMD
        show me coca cola | show_position,quote | KO
        apple position | show_position | AAPL
        whats going on with xsp | show_position,why_alert,list_alerts,quote,attention | XSP
        book greeks | book_greeks
        whats my net delta | delta_exposure,book_greeks
        how many SPY shares am I equal to | delta_exposure | SPY
        am i too long | delta_exposure
        beta weighted deltas vs spy | delta_exposure | SPY
        how directional am i | delta_exposure
        how much theta am i making a day | theta_income
        daily decay? | theta_income
        what do i earn per day just sitting here | theta_income
        theta on amd | theta_income,contract_figures,show_position,book_greeks | AMD
        short vega? | vega_exposure
        how exposed am i to a vol spike | vega_exposure
        what if iv goes up 5 points | vega_exposure,what_if
        greeks for pltr | book_greeks,contract_figures,show_position | PLTR
        gamma risk this week | book_greeks,attention | | 2027-03-20
        what ends on 03-19 | expirations | | 2027-03-19
        what expires next friday | expirations | | 2027-03-26
        anything rolling off this week | expirations | | 2027-03-20
        what runs out before opex | expirations | | 2027-03-19
        expiring by eom | expirations | | 2027-03-31
        which options are done by april 16 | expirations | | 2027-04-16
        expiries this month | expirations | | 2027-03-31
        what do i have in 0dte | expirations,list_positions
        whats up for expiry tmrw | expirations | | 2027-03-16
        when does my mu put expire | expirations,show_position | MU
        next expiration? | expirations
        what matures in april | expirations | | 2027-04-30
        will i get assigned on ko | assignment_risk | KO
        chance of getting put amd | assignment_risk | AMD
        which puts are itm | assignment_risk,list_positions
        early assignment risk on mo | assignment_risk | MO
        am i gonna lose my mo shares | assignment_risk | MO
        odds apple gets assigned by wed | assignment_risk | AAPL | 2027-03-17
        what could be put to me before opex | assignment_risk | | 2027-03-19
        how likely is assignment on palantir | assignment_risk | PLTR
        if everything gets assigned can i pay | assignment_risk,cash
        assignment risk next friday | assignment_risk | | 2027-03-26
        is it better to roll KO or get assigned | roll_close_or_take | KO
        should i roll the pltr puts | roll_close_or_take | PLTR
        roll or close amd? | roll_close_or_take | AMD
        take assignment on apple or close it | roll_close_or_take | AAPL
        what to do with mu | roll_close_or_take | MU
        should i just let ko go | roll_close_or_take | KO
        time to take profit on amd? | roll_close_or_take | AMD
        worth buying back the xsp spread? | roll_close_or_take | XSP
        am i overconcentrated | concentration
        too much tech? | concentration
        sector breakdown | concentration
        how diversified is the book | concentration
        what % of my account is in apple | concentration,position_size | AAPL
        what if the market tanks 10% | what_if
        spx down 5 percent what happens to me | what_if
        if spy drops 2% how much do i lose | what_if | SPY
        stress test the book | what_if
        crash scenario | what_if
        what happens if nothing moves for a week | what_if,theta_income
        any alerts | list_alerts
        whats red | list_alerts,attention
        what's blinking | list_alerts,attention
        open warnings for amd | list_alerts,why_alert | AMD
        critical stuff only | list_alerts,attention
        why is mo flagged | why_alert | MO
        why am i getting an alert on xsp | why_alert | XSP
        whats the problem with pltr | why_alert,list_alerts,show_position,attention | PLTR
        what needs my attention | attention
        anything i should worry about | attention,list_alerts
        what should i look at first this morning | attention
        give me the rundown | attention
        any good puts to sell | opportunities
        best csp today | opportunities
        where can i sell premium | opportunities
        covered call ideas for disney | opportunities | DIS
        find me a trade | opportunities
        juicy premium anywhere? | opportunities
        best annualized return with under 20 delta | opportunities
        why isnt uber on the list | why_not | UBER
        how come amd didnt make the scan | why_not | AMD
        why was xle rejected | why_not | XLE
        spy price | quote | SPY
        where is ko trading | quote | KO
        last on amd | quote | AMD
        apple quote | quote | AAPL
        how much is a share of micron | quote | MU
        ivr on amd | volatility_rank | AMD
        is vol high in pltr | volatility_rank | PLTR
        how rich is premium on mu | volatility_rank | MU
        iv percentile ko | volatility_rank | KO
        expected move mu by friday | expected_move | MU | 2027-03-19
        how far could pltr move by opex | expected_move | PLTR | 2027-03-19
        whats the implied move on amd earnings | expected_move,earnings | AMD
        when does micron report | earnings | MU
        any earnings this week | earnings | | 2027-03-20
        is amd reporting before my put expires | earnings | AMD
        who reports before opex | earnings | | 2027-03-19
        ko ex div date | dividends | KO
        next dividend on altria | dividends | MO
        any ex-dates before 4/16 | dividends | | 2027-04-16
        how much dividends do i get | dividends
        delta of the amd 150p | contract_figures | AMD
        ko 75 put iv | contract_figures | KO
        bid ask on the pltr 80 put | contract_figures | PLTR
        which strike is the 25 delta on amd | strike_by_delta | AMD
        20 delta put in ko for april | strike_by_delta | KO
        whats a csp | concept
        explain iv crush | concept
        what is theta | concept
        diff between iv rank and iv percentile | concept
        meaning of dte | concept
        is the market open | market_hours
        when do we close today | market_hours
        are we open on good friday | market_hours
        half day tomorrow? | market_hours | | 2027-03-16
        are the monitors running | monitors
        what are you watching for me | monitors
        how fresh are these quotes | data_age
        are these prices live | data_age
        is my data stale | data_age
        my notes on ko | notes | KO
        what did i write about pltr | notes | PLTR
        how do you get this | explain_figure
        where does that number come from | explain_figure
        show me the math | explain_figure
        how is that calculated | explain_figure
        why 63%? | explain_figure
        sell 1 amd 150 put | place_order | AMD
        close my ko puts | place_order | KO
        buy 100 shares of apple | place_order | AAPL
        btc the xsp spread | place_order | XSP
        switch to dark mode | settings
        change the theme | settings
        how do i hide dollar amounts | settings
        what can you do | help
        help | help
        gm | greeting
        hey magnus | greeting
        ty | thanks
        cheers mate | thanks
        what is the best phone to buy | out_of_scope
        best pizza near me | out_of_scope
        whats the weather tomorrow | out_of_scope
        who won the game last night | out_of_scope
        write me a python script | out_of_scope
        how tall is the eiffel tower | out_of_scope
        what should i cook tonight | out_of_scope
        is it going to rain on friday | out_of_scope
        best car to buy under 20k | out_of_scope
        book me a flight to nyc | out_of_scope
        recommend a good movie | out_of_scope
        who is the president | out_of_scope
        where can i buy cheap shoes | out_of_scope
        translate hello to french | out_of_scope
        what is the meaning of life | out_of_scope
        how do i lose weight | out_of_scope
        """
}
