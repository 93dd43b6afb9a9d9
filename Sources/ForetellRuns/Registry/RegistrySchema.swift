internal import GRDB

/// The tables of the registry, and the migration of older files.
///
/// All tables are STRICT. A number that may be NaN or infinite is stored in two columns: `value`, which is
/// NULL for these values, and `special`, which is then `nan`, `inf` or `-inf`; exactly one of them is NULL.
/// Lists of numbers are JSON arrays, in which these values are strings, so that `json_each` can read them.
/// Times are seconds since 1970, UTC.
enum RegistrySchema {
  /// The value of `PRAGMA application_id` in a registry: the letters "Fore".
  static let applicationId: Int64 = 0x466f_7265

  /// All migration steps; a released step never changes.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in try database.execute(sql: version1) }
    return migrator
  }

  private static let version1 = """
    PRAGMA application_id = \(applicationId);

    CREATE TABLE runs (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      parent INTEGER REFERENCES runs (number) ON DELETE CASCADE,
      command TEXT NOT NULL,
      model TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('RUNNING', 'FINISHED', 'FAILED', 'INTERRUPTED', 'KILLED')),
      started REAL NOT NULL,
      updated REAL NOT NULL,
      ended REAL,
      seed TEXT,
      version TEXT NOT NULL,
      command_line TEXT NOT NULL,
      folder TEXT NOT NULL,
      data_name TEXT,
      data_digest TEXT,
      host TEXT NOT NULL,
      boot TEXT NOT NULL,
      namespace TEXT NOT NULL,
      process INTEGER NOT NULL,
      process_start INTEGER NOT NULL,
      processor TEXT NOT NULL,
      cores INTEGER NOT NULL,
      instruction_set TEXT NOT NULL,
      system TEXT NOT NULL,
      error_code TEXT,
      error_message TEXT
    ) STRICT;
    CREATE INDEX runs_by_parent ON runs (parent);
    CREATE INDEX runs_by_status ON runs (status);

    CREATE TABLE parameters (
      run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE metrics (
      run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
      name TEXT NOT NULL,
      window INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      value REAL,
      special TEXT CHECK (special IN ('nan', 'inf', '-inf')),
      time REAL NOT NULL,
      PRIMARY KEY (run, name, window, epoch),
      CHECK ((value IS NULL) <> (special IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE results (
      run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      name TEXT NOT NULL,
      value REAL,
      special TEXT CHECK (special IN ('nan', 'inf', '-inf')),
      PRIMARY KEY (run, name),
      CHECK ((value IS NULL) <> (special IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE gradients (
      run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
      window INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      layer INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('hidden', 'cell', 'reverse-hidden', 'reverse-cell')),
      mean TEXT NOT NULL,
      levels TEXT NOT NULL,
      quantiles TEXT NOT NULL,
      time REAL NOT NULL,
      PRIMARY KEY (run, window, epoch, layer, state)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE histograms (
      run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
      name TEXT NOT NULL,
      window INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      minimum REAL NOT NULL,
      maximum REAL NOT NULL,
      sum REAL NOT NULL,
      sum_of_squares REAL NOT NULL,
      not_finite INTEGER NOT NULL,
      limits TEXT NOT NULL,
      counts TEXT NOT NULL,
      time REAL NOT NULL,
      PRIMARY KEY (run, name, window, epoch)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE artefacts (
      run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
      path TEXT NOT NULL,
      kind TEXT NOT NULL,
      size INTEGER NOT NULL,
      digest TEXT NOT NULL,
      PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID;
    """
}
