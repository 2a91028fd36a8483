import GridModel
import Persistence

/// Where critical sites lie: at the node that they hang on.
struct SitePlaces {
    private let placeOfNode: [String: Coordinate]

    init(_ assets: some Sequence<Asset>) {
        placeOfNode = Dictionary(
            assets.compactMap { asset in asset.kind == .node ? asset.location.map { (asset.code, $0) } : nil }
        ) { first, _ in first }
    }

    func located(_ site: CriticalSite) -> LocatedSite {
        LocatedSite(name: site.name, kind: site.kind, location: site.nodeCode.flatMap { placeOfNode[$0] })
    }
}
