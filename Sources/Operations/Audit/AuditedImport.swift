/// What an import did, as the audit log shows it.
struct AuditedImport: Encodable {
    /// The file's, without its folder.
    let name: String
    let inserted: Int
    let revised: Int
    let unchanged: Int

    init(name: String, stored: UploadReport.Stored) {
        self.name = name
        inserted = stored.inserted
        revised = stored.revised
        unchanged = stored.unchanged
    }

    init(name: String, receipt: IngestReceipt) {
        var stored = UploadReport.Stored()
        stored.add(receipt)
        self.init(name: name, stored: stored)
    }

    /// A file's name without its folder, which says something of the machine.
    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
