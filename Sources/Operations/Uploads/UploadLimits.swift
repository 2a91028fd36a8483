/// How much a tenant may leave with us before it is imported.
package struct UploadLimits: Sendable {
    /// One file, as it is sent.
    package var fileBytes = 2 << 30
    /// All files of a tenant.
    package var tenantBytes = 6 << 30
    package var tenantFiles = 20
    /// What a packed file may unpack to.
    package var unpackedBytes = 32 << 30
    /// What must stay free on the disk: the readings that come in by other doors need it.
    package var reservedDiskBytes = 256 << 20
    /// How long a file is kept after it was last worked on.
    package var keptSeconds: Int64 = 86_400

    package init() {}
}
