import Foundation
import GridModel
import Interchange
import Testing

@Suite struct SimBenchFolderTests {
    /// A substation with two feeders, a loop line between them with an open switch at one end, a
    /// reserve line that feeds nothing, and a load on the busbar itself.
    static let files = [
        "Coordinates": "id;x;y\nc1;-117.4;34.1\nc2;-117.5;34.2\n",
        "ExternalNet": "id;node\ngrid;HV\n",
        "Node": """
        id;type;vmR;substation;coordID
        HV;double busbar;110;S;c1
        LV;auxiliary;10;S;c1
        bar;busbar;10;S;c1
        bar_1;auxiliary;10;S;c1
        A;busbar;10;NULL;c2
        A_1;auxiliary;10;NULL;c2
        bar_2;auxiliary;10;S;c1
        B;busbar;10;NULL;c2
        B_1;auxiliary;10;NULL;c2
        far;busbar;10;NULL;NULL
        """,
        "Substation": "id\nS\n",
        "LineType": "id;r;x;b;iMax;type\ncable 1;0.2;0.1;260;270;cable\n",
        "Line": """
        id;nodeA;nodeB;type;length;subnet
        L1;bar_1;A;cable 1;0.5;Feeder1
        L2;bar_2;B;cable 1;0.5;Feeder2
        loop;A_1;B_1;cable 1;0.1;Loop
        reserve;bar;far;cable 1;1;Reserve
        """,
        "TransformerType": """
        id;sR;vmHV;vmLV;vmImp;pCu;pFe;iNoLoad;dVm
        63;63;110;10;18;320;50;0.06;1.5
        """,
        "Transformer": "id;nodeHV;nodeLV;type;tappos;substation\nT1;HV;LV;63;-1;S\n",
        "Switch": """
        id;nodeA;nodeB;cond
        S0;LV;bar;1
        S1;bar;bar_1;1
        S2;bar;bar_2;1
        S3;A;A_1;1
        S4;B;B_1;0
        """,
        "Load": "id;node;profile;pLoad;qLoad\nl1;A;G0;0.43;0.17\nl2;B;G0;0.2;0.1\nl3;bar;NULL;0.1;0\n",
        "RES": "id;node;type;profile;pRES\ng1;B;PV;PV1;0.0065\n",
        "LoadProfile": "time;G0_pload;G0_qload\n31.12.2016 23:30;0.5;1\n31.12.2016 23:45;1;1\n01.01.2017 00:00;0;1\n",
        "RESProfile": "time;PV1\n31.12.2016 23:30;0\n31.12.2016 23:45;0.5\n01.01.2017 00:00;1\n",
    ]

    let berlin: CityCalendar

    init() throws {
        berlin = try #require(CityCalendar(identifier: "Europe/Berlin"))
    }

    @Test func readsAWholeNetwork() throws {
        let network = try withFolder(Self.files) { try $0.network().network }
        #expect(network.nodes.count == 10)
        #expect(network.nodes.filter(\.isExternalGrid).map(\.code) == ["HV"])
        #expect(network.loadPoints[0].ratedKW == 430)
        #expect(network.loadPoints[2].profile == nil)
        #expect(network.generators[0].ratedKW == 6.5)
        #expect(network.transformers[0].type.ratedMVA == 63)
        #expect(network.transformers[0].tapPosition == -1)
        #expect(network.switches.map(\.isClosed) == [true, true, true, true, false])
        #expect(network.substations[0].location == Coordinate(longitude: -117.4, latitude: 34.1))
    }

    @Test func openSwitchPartsTheFeeders() throws {
        let network = try withFolder(Self.files) { try $0.network().network }
        #expect(network.feeders.map(\.code) == ["Feeder1", "Feeder2"])
        #expect(network.feeders.map(\.nodes) == [["bar_1", "A", "A_1", "B_1"], ["bar_2", "B"]])
    }

    @Test func closedLoopIsOneFeeder() throws {
        var files = Self.files
        files["Switch"]?.replace("S4;B;B_1;0", with: "S4;B;B_1;1")
        let network = try withFolder(files) { try $0.network().network }
        #expect(network.feeders.map { Set($0.nodes) } == [["bar_1", "A", "A_1", "B_1", "bar_2", "B"]])
    }

    @Test func reportsEveryFaultAtOnce() throws {
        var files = Self.files
        files["Line"]? += "\nL9;nowhere;A;cable 2;abc;x\nL1;A;B;cable 1;1;x\nshort;A"
        files["Load"] = "id;node;pLoad\nl1;A;1\n"
        files["Switch"]? += "\nS9;A;B;maybe"
        files["LineType"]? += "\nbad;0.2;0.1;260;0;cable"
        files["ExternalNet"] = nil
        let found = try faults(of: files)
        let faults = try #require(found)
        let places = faults.kept.map { "\($0.file ?? "-") \($0.line ?? 0) \($0.column ?? "-")" }
        #expect(
            places == [
                "ExternalNet.csv 0 -", "Line.csv 8 -", "LineType.csv 4 iMax", "Line.csv 6 nodeA", "Line.csv 6 length",
                "Line.csv 6 type", "Line.csv 7 id", "Switch.csv 7 cond", "Load.csv 1 qLoad",
            ])
    }

    @Test(arguments: [
        ("Node", "id;type;vmR;substation;coordID\nHV;busbar;0;S;c1\n"), ("Node", ""),
        ("Coordinates", "id;x;y\nc1;999;0\n"),
        ("ExternalNet", "id;node\n"), ("ExternalNet", "id;node\ngrid;nowhere\n"), ("Transformer", "id;nodeHV\nT;HV\n"),
    ])
    func brokenTableGivesNoNetwork(table: String, text: String) throws {
        var files = Self.files
        files[table] = text
        #expect(try faults(of: files)?.total ?? 0 > 0)
    }

    @Test func saysWhatIsNotTakenOver() throws {
        var files = Self.files
        files["Storage"] = "id;node\nbattery;A\n"
        let notices = try withFolder(files) { try $0.network().notices }
        #expect(notices == ["Storage.csv has 1 rows that are not taken over."])
    }

    @Test func energyIsRatedPowerTimesProfileTimesHours() throws {
        try withFolder(Self.files) { folder in
            let network = try folder.network().network
            let profiles = try folder.profiles(for: network, clock: berlin)
            #expect(profiles.start.iso8601 == "2016-12-31T22:30:00Z")
            #expect(profiles.intervalSeconds == 900)
            #expect(profiles.intervalCount == 3)
            #expect(profiles.energy(of: network.loadPoints[0]) == [53.75, 107.5, 0])
            #expect(profiles.energy(of: network.generators[0]) == [0, 0.8125, 1.625])
            #expect(profiles.energy(of: network.loadPoints[2]) == nil)
        }
    }

    @Test(arguments: [
        ("27.03.2016", ["01:30", "01:45", "03:00", "03:15"]), ("30.10.2016", ["02:45", "02:00", "02:15"]),
    ])
    func profilesFollowTheClockThroughItsChanges(day: String, clock: [String]) throws {
        var files = Self.files
        files["LoadProfile"] = "time;G0_pload\n" + clock.map { "\(day) \($0);1\n" }.joined()
        files["RESProfile"] = "time;PV1\n" + clock.map { "\(day) \($0);1\n" }.joined()
        try withFolder(files) { folder in
            let profiles = try folder.profiles(for: folder.network().network, clock: berlin)
            #expect(profiles.intervalCount == clock.count)
            #expect(profiles.intervalSeconds == 900)
        }
    }

    @Test(arguments: [
        "time;G0_pload\n31.12.2016 23:30;x\n31.12.2016 23:45;1\n01.01.2017 00:00;0\n",
        "time;other\n31.12.2016 23:30;1\n",
        "time;G0_pload\n31.12.2016 23:30;1\n31.12.2016 23:45;1\n01.01.2017 00:15;0\n",
        "time;G0_pload\n2016-12-31 23:30;1\n",
    ])
    func brokenProfilesAreRefused(text: String) throws {
        var files = Self.files
        files["LoadProfile"] = text
        try withFolder(files) { folder in
            let network = try folder.network().network
            #expect(throws: ImportError.self) { try folder.profiles(for: network, clock: berlin) }
        }
    }

    @Test func feedersTakeTheZoneOfTheirNodes() throws {
        var network = try withFolder(Self.files) { try $0.network().network }
        let ring = [(0.0, 0.0), (1, 0), (1, 1), (0, 0)].compactMap { Coordinate(longitude: $0, latitude: $1) }
        let area = try #require(Polygon(rings: [ring]))
        let zone = ZoneDraft(
            code: "Z1", name: "One", population: 0, priority: 1, criticalSites: [], feederCode: "F01", capacityKW: 1,
            nodeCodes: ["B", "bar_2", "B_1"], area: area)
        network.assignFeeders(to: [zone])
        #expect(network.feeders.map(\.zoneCode) == ["Z1", "Z1"])
        #expect(network.feeders.map(\.code) == ["F01", "Feeder2"])
    }

    private func faults(of files: [String: String]) throws -> ImportFaults? {
        try withFolder(files) { folder in
            do throws(ImportError) {
                _ = try folder.network()
                return nil
            } catch {
                guard case .faulty(let faults) = error else { throw error }
                return faults
            }
        }
    }

    private func withFolder<T>(_ files: [String: String], _ body: (SimBenchFolder) throws -> T) throws -> T {
        let directory = FileManager.default.temporaryDirectory.appending(path: "simbench-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files {
            try Data(text.utf8).write(to: directory.appending(path: "\(name).csv"))
        }
        return try body(SimBenchFolder(path: directory.path))
    }
}
