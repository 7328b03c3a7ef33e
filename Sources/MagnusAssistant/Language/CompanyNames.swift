/// Names people use for companies and funds. Names in the profiles of the market source are added to these.
enum CompanyNames {
    static let symbols: [String: String] = [
        "apple": "AAPL", "amd": "AMD", "micron": "MU", "palantir": "PLTR", "coca cola": "KO", "coke": "KO",
        "cocacola": "KO", "altria": "MO", "intel": "INTC", "disney": "DIS", "walmart": "WMT", "uber": "UBER",
        "google": "GOOGL", "alphabet": "GOOGL", "jpmorgan": "JPM", "jp morgan": "JPM", "chase": "JPM",
        "tesla": "TSLA", "gamestop": "GME", "nvidia": "NVDA", "microsoft": "MSFT", "amazon": "AMZN", "meta": "META",
        "facebook": "META", "netflix": "NFLX", "bank of america": "BAC", "bofa": "BAC", "energy select": "XLE",
        "russell": "IWM", "nasdaq": "QQQ", "lucid": "LCID", "boeing": "BA", "ford": "F", "general motors": "GM",
        "pfizer": "PFE", "verizon": "VZ", "starbucks": "SBUX", "nike": "NKE", "pepsi": "PEP", "pepsico": "PEP",
        "mcdonalds": "MCD", "visa": "V", "mastercard": "MA", "exxon": "XOM", "chevron": "CVX", "caterpillar": "CAT",
        "costco": "COST", "home depot": "HD", "goldman": "GS", "morgan stanley": "MS", "wells fargo": "WFC",
        "citigroup": "C", "salesforce": "CRM", "oracle": "ORCL", "adobe": "ADBE", "paypal": "PYPL", "airbnb": "ABNB",
        "coinbase": "COIN", "robinhood": "HOOD", "johnson": "JNJ", "procter": "PG", "spy": "SPY", "spdr": "SPY",
    ]
}
