/// The meanings of column names, word by word.
enum NameWords {
  /// The words of a name in lower case: `Weekly_Sales`, `weeklySales` and `weekly sales` have the same two
  /// words.
  static func words(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in name {
      let isPart = character.isLetter || character.isNumber
      if !isPart || character.isUppercase && wasLower {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isPart { word += character.lowercased() }
      wasLower = character.isLowercase
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// The name in lower case, without a unit or zone in brackets at its end.
  static func plain(_ name: String) -> String {
    let head = name.lowercased().prefix { $0 != "(" && $0 != "[" }
    return words(String(head)).joined(separator: " ")
  }

  /// The part of a time stamp that a name stands for, if any.
  static func part(_ name: String) -> PartName? { partNames[plain(name)] }

  /// Parts of a time stamp by their names.
  enum PartName: Sendable, Hashable {
    case date, time, year, quarter, month, week, day, dayOfYear, hour, minute, second
  }

  private static let partNames: [String: PartName] = {
    let names: [(PartName, String)] = [
      (.date, "date,datum,fecha,dato,dag,ds,datestamp,date local,date utc,obs date"),
      (.time, "time,zeit,uhrzeit,hora,heure,ora,clock,time of day,timeofday,time utc,time local,tijd"),
      (.year, "year,yr,yyyy,yy,jahr,annee,année,ano,año,anno,jaar,rok"),
      (.quarter, "quarter,qtr,q,quartal,trimestre,trimester"),
      (.month, "month,mo,mon,mm,mth,monat,mois,mes,mês,mese,maand,month number,month num"),
      (.week, "week,wk,woche,kw,week number,weekno,isoweek,iso week,week of year,kalenderwoche"),
      (.day, "day,dy,dd,tag,dom,day of month,mday,jour,dia,día,giorno"),
      (.dayOfYear, "doy,day of year,dayofyear,yday,julian day,jday"),
      (.hour, "hour,hr,hh,stunde,std,hour of day,hour ending,he,hours"),
      (.minute, "minute,min,mi,minuten,minutes"), (.second, "second,sec,ss,sekunde,seconds"),
    ]
    var table: [String: PartName] = [:]
    for (part, list) in names { for name in list.split(separator: ",") { table[String(name)] = part } }
    return table
  }()

  /// Whether columns of this name often distinguish series: `store`, `store_nbr`, `StoreID`.
  static func isGroup(_ name: String) -> Bool {
    let words = words(name)
    guard let first = words.first else { return false }
    if groupNames.contains(words.joined(separator: " ")) { return true }
    let rest = words.dropFirst()
    return groupNames.contains(first)
      && rest.allSatisfy { ["id", "nbr", "nr", "no", "number", "code", "name", "key"].contains($0) }
  }

  /// Names of columns that often distinguish series; used only when time stamps repeat.
  static let groupNames: Set<String> = [
    "store", "item", "sku", "product", "region", "state", "country", "city", "site", "sensor", "station",
    "meter", "household", "key", "group", "name", "symbol", "ticker", "shop", "line", "category", "location",
    "family", "department", "dept", "brand", "customer", "warehouse", "branch", "province", "district",
    "county", "area", "zone", "building", "plant", "machine", "device", "channel", "segment", "filiale",
    "artikel", "produkt", "standort", "kunde", "land",
  ]

  /// Whether a name stands for a property of the day, a place, or an identifying number, never for a series
  /// to forecast.
  static func isCompanion(_ name: String) -> Bool {
    let words = words(name)
    let joined = words.joined()
    if companions.contains(joined) { return true }
    guard let last = words.last else { return false }
    return words.count > 1 && ["id", "nbr", "code", "flag"].contains(last)
      || words.contains("holiday") || words.first == "is" && words.count > 1
  }

  private static let companions: Set<String> = [
    "dayofweek", "weekday", "wday", "dow", "wochentag", "dayofyear", "yday", "weekofyear", "isoweek", "year",
    "month", "quarter", "week", "day", "hour", "minute", "second", "jahr", "monat", "tag", "woche", "stunde",
    "open", "closed", "promo", "promo2", "promotion", "onpromotion", "holiday", "stateholiday",
    "schoolholiday", "isholiday", "weekend", "isweekend", "workingday", "businessday", "lat", "latitude",
    "lon", "long", "lng", "longitude", "zip", "zipcode", "postcode", "plz", "fips", "id", "index", "row",
    "rownumber", "rownames", "unnamed0", "yr", "mnth", "hr",
  ]

  /// Names of columns to forecast; these win over all others.
  static let targets: Set<String> = ["y", "target", "value"]

  /// Names of columns to forecast, used when there is no better name.
  static let usualTargets: Set<String> = [
    "values", "sales", "demand", "load", "consumption", "close", "price", "count", "cnt", "volume",
    "quantity",
    "qty", "revenue", "units", "amount", "sold", "passengers", "orders", "absatz", "umsatz", "verbrauch",
    "menge", "last", "wert", "turnover", "visits", "visitors", "production", "generation", "power", "energy",
    "usage", "traffic",
  ]
}
