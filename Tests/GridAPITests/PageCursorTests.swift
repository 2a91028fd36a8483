import Foundation
import GridAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct PageCursorTests {
    @Test(arguments: [[0], [-1, Int64.max], [Int64.min, 3, 4]])
    func readsBackWhatItWrote(position: [Int64]) {
        let text = PageCursor(position: position).text(for: "list")
        #expect(PageCursor(text, for: "list", keys: position.count)?.position == position)
        #expect(text.utf8.allSatisfy { $0 != 0x2B && $0 != 0x2F && $0 != 0x3D })
    }

    @Test func refusesACursorOfAnotherListOrLength() {
        let text = PageCursor(position: [1, 2]).text(for: "list")
        #expect(PageCursor(text, for: "other", keys: 2) == nil)
        #expect(PageCursor(text, for: "list", keys: 1) == nil)
    }

    @Test func refusesEveryChangeOfACharacter() {
        let text = Array(PageCursor(position: [12_345]).text(for: "list").utf8)
        for index in text.indices {
            for replacement in [UInt8(ascii: "A"), UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "!")] {
                var changed = text
                changed[index] = replacement
                if changed == text { continue }
                #expect(PageCursor(String(decoding: changed, as: UTF8.self), for: "list", keys: 1) == nil)
            }
        }
    }

    @Test func walksAListPageByPageSeeingEveryItemOnce() async throws {
        try await TestServer().test { client in
            var seen: [Int] = []
            var uri: String? = "/api/v1/series?limit=2"
            while let next = uri {
                let response = try await client.execute(uri: next, method: .get)
                let parsed = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
                let page = try #require(parsed as? [String: Any])
                seen += (page["series"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? Int }
                uri = (page["nextCursor"] as? String).map { "/api/v1/series?limit=2&cursor=\($0)" }
            }
            #expect(seen == [1, 2, 3, 4, 5])
        }
    }
}
