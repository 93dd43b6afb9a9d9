import Foretell

/// Names that users of other tools type, and the corresponding options here.
enum Habit {
  /// Advice on what to write instead of an option that a command doesn't have; nil when its meaning is
  /// unknown.
  ///
  /// - Parameters:
  ///   - name: the option as typed, without dashes.
  ///   - value: its value, if there seems to be one.
  ///   - command: the command on whose line it was typed.
  static func advice(_ name: String, value: String?, in command: OptionCatalogue.Command) -> String? {
    let key = key(name)
    if let option = command.options.first(where: { $0.names.contains { Self.key($0) == key } }) {
      return writing(option.names.first { Self.key($0) == key } ?? option.name, value, option)
    }
    for (meaning, targets, words) in table where words.contains(key) {
      guard let option = targets.lazy.compactMap({ command.option(named: $0) }).first else { continue }
      guard option.name != "level" || key != "alpha" else { return levelForAlpha(value) }
      return "for the \(meaning) " + writing(option.name, value, option)
    }
    if words(for: "model").contains(key), command.words.first == "MODEL" {
      return "the model stands first, without an option: foretell \(command.name) MODEL FILE"
    }
    if words(for: "file").contains(key), command.words.contains("FILE") {
      let file = value.map(ShellWord.quoted) ?? "FILE"
      return "the file stands without an option: foretell \(command.name) \(file)"
    }
    return remarks[key]
  }

  /// The option that corresponds to another tool's, by its name here; nil when there is none.
  static func option(_ name: String, in command: OptionCatalogue.Command) -> String? {
    let key = key(name)
    for (_, targets, words) in table where words.contains(key) {
      if let option = targets.lazy.compactMap({ command.option(named: $0) }).first { return option.name }
    }
    return nil
  }

  /// The option as it should be written, with the value if it takes one.
  private static func writing(_ name: String, _ value: String?, _ option: OptionCatalogue.Option) -> String {
    guard !option.isFlag, let value else { return "write --\(name)" }
    let word = ShellWord.quoted(value)
    return "write --\(name)" + (value.hasPrefix("-") ? "=" : " ") + word
  }

  /// Some tools take the share that may lie outside the interval (alpha) instead of the level.
  private static func levelForAlpha(_ value: String?) -> String {
    guard let share = value.flatMap(Double.init), share > 0, share < 0.5 else {
      return "for the intervals write --level with the share of values inside in percent, such as --level 95"
    }
    return "for the intervals write --level \(Figures.exact((100 * (1 - share) * 1e6).rounded() / 1e6))"
  }

  /// The name without what differs between tools: case, dashes and underscores.
  private static func key(_ name: String) -> String {
    String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != "." })
  }

  private static func words(for subject: String) -> Set<String> {
    switch subject {
    case "model": ["model", "modelfile", "load", "loadmodel", "from", "checkpoint", "m"]
    default: ["file", "input", "inputfile", "csv", "data", "dataset", "infile", "i", "f", "train", "path"]
    }
  }

  /// Replies to names for which there is no option here.
  private static let remarks: [String: String] = {
    let processor =
      "Foretell trains on the processor, with all of its cores; --threads takes fewer. Leave it out"
    let result = ["gpu", "gpus", "cuda", "device", "devices", "accelerator", "usegpu", "mps"].map {
      ($0, processor)
    }
    return Dictionary(result) { first, _ in first }
  }()

  /// For each meaning the options that may express it, the best first, and the words of other tools for it.
  private static let table: [(meaning: String, options: [String], words: Set<String>)] = [
    (
      "horizon", ["horizon"],
      [
        "h", "n", "steps", "nsteps", "periods", "nperiods", "nahead", "ahead", "stepsahead", "fh", "pred",
        "predlen", "predictionlength", "predictionhorizon", "forecasthorizon", "forecastlength", "horizont",
        "outputsize", "outputchunklength", "length", "future", "days", "months", "nfuture", "npred",
      ]
    ),
    ("learning rate", ["learning-rate"], ["lr", "eta", "rate", "stepsizerate", "lrate", "learnrate"]),
    (
      "hidden size", ["hidden-size"],
      [
        "hidden", "units", "neurons", "hiddendim", "hiddenunits", "nhidden", "nhid", "encoderhiddensize",
        "rnnunits", "cells", "width", "nneurons", "nunits", "dim",
      ]
    ),
    (
      "input size", ["input-size"],
      [
        "lookback", "lookbackwindow", "window", "windowsize", "context", "contextlength", "contextsize",
        "seqlen", "sequencelength", "inputlen", "inputlength", "inputchunklength", "inputwindow", "lags",
        "nlags", "history", "timesteps",
      ]
    ),
    ("frequency", ["freq"], ["frequency", "freqs", "timefreq", "resolution", "interval"]),
    (
      "intervals", ["level"],
      [
        "ci", "conf", "confidence", "conflevel", "confidencelevel", "alpha", "levels", "coverage", "pi",
        "quantile", "quantiles", "intervals", "intervalwidth", "predictionintervals", "interval",
      ]
    ),
    (
      "season's length", ["season"],
      [
        "seasonlength", "seasonality", "seasonalperiod", "seasonalperiods", "sp", "m", "period", "cycle",
        "s",
      ]
    ),
    (
      "covariates", ["covariates"],
      [
        "x", "xreg", "exog", "exogenous", "features", "feature", "regressors", "regressor", "covariate",
        "external", "xcols", "cov", "pastcovariates", "histexoglist",
      ]
    ),
    (
      "columns known ahead", ["future"],
      ["futurecovariates", "futrexoglist", "knowncovariates", "knowncovariatesnames", "futures"]
    ),
    ("static columns", ["static"], ["staticcovariates", "statexoglist", "staticfeatures", "statics"]),
    ("file of holidays", ["holidays"], ["holiday", "calendar", "countryholidays"]),
    (
      "column to forecast", ["target"],
      [
        "y", "targets", "value", "values", "targetcol", "targetcolumn", "valuecol", "valuecolumn", "column",
        "columns", "col", "ycol", "label", "dependent", "variable",
      ]
    ),
    (
      "time column", ["time"],
      [
        "date", "dates", "ds", "timestamp", "timestamps", "datetime", "timecol", "timecolumn", "datecol",
        "datecolumn", "timeindex", "index", "indexcol", "parsedates",
      ]
    ),
    (
      "id column", ["id"],
      [
        "ids", "uniqueid", "group", "groups", "groupby", "series", "seriesid", "itemid", "idcol", "idcolumn",
        "key", "keys", "groupcols", "by",
      ]
    ),
    ("model's file", ["save"], ["savemodel", "modelfile", "modelout", "modelpath", "saveto", "checkpoint"]),
    (
      "output", ["output", "save"],
      ["out", "outfile", "outputfile", "to", "write", "dest", "destination", "result", "results", "saveas"]
    ),
    ("picture", ["plot"], ["chart", "figure", "fig", "graph", "image", "png", "svg", "draw", "plotfile"]),
    ("report", ["report"], ["html", "htmlreport", "page"]),
    ("seed", ["seed"], ["randomstate", "randomseed", "rng", "rngseed", "manualseed", "setseed"]),
    (
      "number of threads", ["threads"],
      ["njobs", "jobs", "j", "cores", "ncores", "cpus", "numthreads", "nthreads", "workers", "numworkers"]
    ),
    (
      "epochs", ["epochs"],
      [
        "epoch", "maxepochs", "nepochs", "numepochs", "iterations", "iter", "maxiter", "niter", "maxsteps",
        "trainsteps", "e",
      ]
    ),
    ("batch size", ["batch-size"], ["batch", "bs", "batches", "minibatch", "b"]),
    ("layers", ["layers"], ["layer", "numlayers", "nlayers", "depth", "stack", "nrnnlayers"]),
    ("dropout", ["dropout"], ["dropoutrate", "drop", "pdropout"]),
    ("windows", ["windows"], ["nwindows", "folds", "nfolds", "cv", "splits", "nsplits", "k", "origins"]),
    ("step between windows", ["step-size"], ["step", "stride", "slide"]),
    (
      "validation part", ["validation-size"],
      ["val", "valsize", "validation", "valid", "validationsplit", "valsplit", "testsize", "holdoutsize"]
    ),
    ("patience", ["patience"], ["earlystopping", "earlystop", "earlystoppingpatience"]),
    (
      "limit of the gradient", ["clip"],
      ["gradclip", "gradientclip", "gradientclipval", "maxnorm", "clipnorm"]
    ),
    ("weight decay", ["weight-decay"], ["l2", "decay", "wd", "regularization", "regularisation"]),
    ("update rule", ["optimizer"], ["optim", "optimiser", "opt"]),
    ("course of the learning rate", ["schedule"], ["scheduler", "lrscheduler", "lrschedule"]),
    ("loss", ["loss"], ["criterion", "objective", "lossfn", "lossfunction"]),
    (
      "scaling", ["scaling"],
      ["scale", "scaler", "normalize", "normalise", "normalization", "standardize", "standardise"]
    ),
    ("transformation", ["transform"], ["boxcox", "log", "transformation", "power", "lambda"]),
    ("precision", ["precision"], ["dtype", "bf16", "fp16", "amp", "half"]),
    ("character between cells", ["delimiter"], ["sep", "separator", "delim", "d", "fieldseparator"]),
    ("decimal mark", ["decimal"], ["dec", "decimalmark", "decimalseparator", "decimalpoint"]),
    (
      "words for missing values", ["missing"],
      ["na", "navalues", "nan", "null", "nullvalue", "missingvalue", "missingvalues", "nastrings"]
    ),
    ("gaps", ["gaps"], ["fill", "fillna", "impute", "interpolate", "fillmissing"]),
    ("rows to skip", ["skip"], ["skiprows", "skiplines", "startrow"]),
    (
      "models", ["models", "model"], ["model", "models", "cell", "rnntype", "network", "method", "algorithm"]
    ),
    ("more detailed messages", ["verbose"], ["debug", "info", "loglevel", "verbosity"]),
    ("fewer messages", ["quiet"], ["silent", "nooutput", "noprogress"]),
    ("output without colours", ["no-color"], ["nocolour", "color", "colour"]),
    ("picture on the terminal", ["no-picture"], ["noplot", "nochart"]),
    (
      "holdout", ["no-holdout", "holdout"], ["notest", "noeval", "noholdoutset", "test", "evaluate", "eval"]
    ),
  ]
}
