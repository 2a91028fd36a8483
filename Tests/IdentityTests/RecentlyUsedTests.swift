import Identity
import Testing

@Suite struct RecentlyUsedTests {
    @Test func theOneUnusedForLongestMakesPlace() {
        var memory = RecentlyUsed<Int, String>(capacity: 2)
        memory.set("a", for: 1)
        memory.set("b", for: 2)
        #expect(memory.value(1) == "a")
        memory.set("c", for: 3)
        #expect(memory.value(2) == nil && memory.value(1) == "a" && memory.value(3) == "c" && memory.count == 2)
        memory.removeAll()
        #expect(memory.count == 0 && memory.value(1) == nil)
    }

    /// Against the same thing written plainly.
    @Test func doesWhatAListInTheOrderOfUseDoes() {
        var generator = SystemRandomNumberGenerator()
        for capacity in [1, 2, 5] {
            var memory = RecentlyUsed<Int, Int>(capacity: capacity)
            var list: [(key: Int, value: Int)] = []
            for step in 0..<5000 {
                let key = Int.random(in: 0..<8, using: &generator)
                let place = list.firstIndex { $0.key == key }
                if Bool.random(using: &generator) {
                    memory.set(step, for: key)
                    if let place { list.remove(at: place) }
                    list.append((key, step))
                    if list.count > capacity { list.removeFirst() }
                } else {
                    #expect(memory.value(key) == place.map { list[$0].value })
                    if let place { list.append(list.remove(at: place)) }
                }
                #expect(memory.count == list.count)
            }
        }
    }
}
