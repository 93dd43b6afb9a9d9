import Glibc

/// Points in time as text.
public enum MomentText {
  /// The time in UTC, such as `2026-11-21T13:05:12.250Z`, from seconds since 1970.
  public static func utc(_ seconds: Double) -> String {
    var (parts, milliseconds) = split(seconds)
    var fields = tm()
    gmtime_r(&parts, &fields)
    return date(fields) + "T" + clock(fields) + "." + padded(milliseconds, 3) + "Z"
  }

  /// The local time (`TZ`), such as `2026-11-21 13:05:12`, from seconds since 1970.
  public static func local(_ seconds: Double) -> String {
    var (parts, _) = split(seconds)
    var fields = tm()
    localtime_r(&parts, &fields)
    return date(fields) + " " + clock(fields)
  }

  private static func split(_ seconds: Double) -> (whole: time_t, milliseconds: Int) {
    guard seconds.isFinite, seconds.magnitude < 1e12 else { return (0, 0) }
    let all = Int((seconds * 1000).rounded(.down))
    let whole = all >= 0 ? all / 1000 : (all - 999) / 1000
    return (whole, all - whole * 1000)
  }

  private static func date(_ fields: tm) -> String {
    "\(Int(fields.tm_year) + 1900)-" + padded(Int(fields.tm_mon) + 1, 2) + "-"
      + padded(Int(fields.tm_mday), 2)
  }

  private static func clock(_ fields: tm) -> String {
    [fields.tm_hour, fields.tm_min, fields.tm_sec].map { padded(Int($0), 2) }.joined(separator: ":")
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
