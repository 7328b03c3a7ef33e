import MagnusDesk
import Testing

@Suite struct MoneyMaskTests {
    @Test(arguments: [
        ("1.1% in, 72%; wanted, 26,000 ready", "1.1% in, 72%; wanted, *** ready"),
        ("room 11.4k + SGOV 30.1k; tech full 41>35%", "room *** + SGOV ***; tech full ***>35%"),
        ("-935", "***"), ("+1,234.50", "***"), ("$935.50", "***"), ("costs 12345 now", "costs *** now"),
        ("0.02 in, 50%; not wanted; buy 0.56", "0.02 in, 50%; not wanted; buy 0.56"),
        ("MO 57.5C will be called", "MO 57.5C will be called"),
        ("XSP 597/592 expires 2027-03-15", "XSP 597/592 expires 2027-03-15"),
        ("-1 260P and -2 75P", "-1 260P and -2 75P"),
        ("100 shares, LCID1, 03-15, 5h17", "100 shares, LCID1, 03-15, 5h17"),
        ("βΔ 58% of net liq, over 50", "βΔ ***% of net liq, over 50"),
        ("1% SPY = 974; sell 22 SPY or buy puts", "1% SPY = ***; sell *** SPY or buy puts"),
        ("buy 0.02; left 27 of 186", "buy 0.02; left *** of ***"),
        ("called -700 by wheel basis; premium 88", "called *** by wheel basis; premium ***"),
        ("tech 41% + 4% > 35%", "tech ***% + ***% > 35%"),
        ("your beta-weighted delta is +161 shares", "your beta-weighted delta is *** shares"),
        ("AAPL 26,000 = 15% of it", "AAPL *** = ***% of it"),
        (
            "spread 2%, open interest 1,732, 48,100 options a day; needs 9,000",
            "spread 2%, open interest 1,732, 48,100 options a day; needs ***"
        ),
        ("spread 0.35 = 22% of 1.60", "spread 0.35 = 22% of 1.60"),
        ("spot 257.10, $-0.02, -4.7% [12]", "spot 257.10, $-0.02, -4.7% [12]"),
    ])
    func sentences(text: String, masked: String) {
        #expect(MoneyMask.masked(text) == masked)
    }
}
