import Foretell

extension Suite {
  /// All suites.
  public static let all: [Suite] = [
    Suite(name: "m3", title: "M3, 3003 series", protocols: .competition(m3)),
    single(m3[0]), single(m3[1]), single(m3[2]), single(m3[3]),
    single(
      .m4(
        "yearly", "M4 Yearly, 23000 series", "Yearly", Frequency(.year), horizon: 6, season: 1,
        PublishedRow.m4Yearly)),
    single(
      .m4(
        "weekly", "M4 Weekly, 359 series", "Weekly", .weekly(on: 6), horizon: 13, season: 1,
        PublishedRow.m4Weekly)),
    single(
      .m4(
        "hourly", "M4 Hourly, 414 series", "Hourly", Frequency(.hour), horizon: 48, season: 24,
        starts: "m4/Hourly-start.csv", PublishedRow.m4Hourly)),
    single(
      .m4(
        "quarterly-short", "M4 Quarterly, 14891 series of at most 100 values", "Quarterly",
        trainEnding: "-len16to100", Frequency(.quarter), horizon: 8, season: 4, PublishedRow.m4QuarterlyShort)
    ),
    single(
      CompetitionTask(
        name: "nn3", title: "NN3, 111 monthly series", files: .nn3("nn3/nn3.csv"),
        frequency: Frequency(.month),
        horizon: 18, seasonLength: 12, mainMeasure: .smape, published: [])),
    Suite(name: "etth1", title: "ETTh1, 7 hourly channels", protocols: .longHorizon(.etth1)),
    Suite(name: "ettm1", title: "ETTm1, 7 channels every 15 minutes", protocols: .longHorizon(.ettm1)),
    Suite(name: "exchange", title: "8 daily exchange rates", protocols: .longHorizon(.exchange)),
    Suite(name: "illness", title: "US influenza, 7 weekly channels", protocols: .longHorizon(.illness)),
  ]

  private static func single(_ task: CompetitionTask) -> Suite {
    Suite(name: task.name, title: task.title, protocols: .competition([task]))
  }

  private static let m3: [CompetitionTask] = [
    .m3("yearly", "M3 Yearly, 645 series", Frequency(.year), horizon: 6, season: 1, PublishedRow.m3Yearly),
    .m3(
      "quarterly", "M3 Quarterly, 756 series", Frequency(.quarter), horizon: 8, season: 4,
      PublishedRow.m3Quarterly),
    .m3(
      "monthly", "M3 Monthly, 1428 series", Frequency(.month), horizon: 18, season: 12, PublishedRow.m3Monthly
    ),
    // The competition names no frequency.
    .m3("other", "M3 Other, 174 series", Frequency(.step), horizon: 8, season: 1, PublishedRow.m3Other),
  ]
}

extension CompetitionTask {
  static func m3(
    _ kind: String, _ title: String, _ frequency: Frequency, horizon: Int, season: Int,
    _ published: [PublishedRow]
  ) -> CompetitionTask {
    CompetitionTask(
      name: "m3-\(kind)", title: title, files: .m3("m3/m3_\(kind).csv"), frequency: frequency,
      horizon: horizon, seasonLength: season, mainMeasure: .smape, published: published)
  }

  static func m4(
    _ kind: String, _ title: String, _ file: String, trainEnding: String = "", _ frequency: Frequency,
    horizon: Int, season: Int, starts: String? = nil, _ published: [PublishedRow]
  ) -> CompetitionTask {
    CompetitionTask(
      name: "m4-\(kind)", title: title,
      files: .m4(
        train: "m4/\(file)-train\(trainEnding).csv", test: "m4/\(file)-test.csv", starts: starts),
      frequency: frequency, horizon: horizon, seasonLength: season, floorsAtZero: true, mainMeasure: .owa,
      published: published)
  }
}

extension LongHorizonTask {
  private static let ettOrigin =
    "the file is in the folder ETT-small of https://github.com/zhouhaoyi/ETDataset"
  private static let otherOrigin =
    "it is the file of the long-horizon papers, such as in https://github.com/thuml/Autoformer"

  static let etth1 = LongHorizonTask(
    name: "etth1", file: "ett/ETTh1.csv", origin: ettOrigin, frequency: Frequency(.hour),
    start: Timestamp(year: 2016, month: 7, day: 1), split: .rows(train: 8640, validation: 2880, test: 2880),
    horizons: [96, 192, 336, 720], published: LongHorizonRow.etth1)

  static let ettm1 = LongHorizonTask(
    name: "ettm1", file: "ett/ETTm1.csv", origin: ettOrigin, frequency: Frequency(.minute, multiple: 15),
    start: Timestamp(year: 2016, month: 7, day: 1),
    split: .rows(train: 34_560, validation: 11_520, test: 11_520), horizons: [96, 192, 336, 720],
    published: LongHorizonRow.ettm1)

  static let exchange = LongHorizonTask(
    name: "exchange", file: "exchange_rate/exchange_rate.csv", origin: otherOrigin,
    frequency: Frequency(.day), start: Timestamp(year: 1990, month: 1, day: 1), split: .shares,
    horizons: [96, 192, 336, 720], published: LongHorizonRow.exchange)

  static let illness = LongHorizonTask(
    name: "illness", file: "illness/national_illness.csv", origin: otherOrigin, frequency: .weekly(on: 1),
    start: Timestamp(year: 2002, month: 1, day: 1), split: .shares, horizons: [24, 36, 48, 60],
    published: LongHorizonRow.illness)
}
