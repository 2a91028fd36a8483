import Identity
import Testing

@Suite struct FairSlotsTests {
    @Test func aTenantThatFloodsLeavesPlacesToAnother() {
        var slots = FairSlots(.init(places: 4, placesOfOne: 3, waitingOfOne: 10, waiting: 20))
        #expect((1...4).map { slots.ask($0, of: 1) } == [.holds, .holds, .holds, .waits])
        #expect(slots.ask(5, of: 2) == .holds)
        #expect(slots.held == 4 && slots.waiting == 1)
    }

    @Test func aPlaceThatComesFreeGoesToWhoeverHasFewest() {
        var slots = FairSlots(.init(places: 2, placesOfOne: 2, waitingOfOne: 10, waiting: 20))
        #expect(slots.ask(1, of: 1) == .holds && slots.ask(2, of: 1) == .holds)
        for asker in 3...5 { #expect(slots.ask(asker, of: 1) == .waits) }
        #expect(slots.ask(6, of: 2) == .waits)
        // Tenant 2 asked last and is first; then both hold one, and tenant 1 was served longer ago.
        #expect(slots.release(of: 1) == 6)
        #expect(slots.release(of: 1) == 3)
        #expect(slots.release(of: 2) == 4)
    }

    @Test func tenantsWithAsManyTakeTurns() {
        var slots = FairSlots(.init(places: 1, placesOfOne: 1, waitingOfOne: 10, waiting: 20))
        #expect(slots.ask(0, of: 9) == .holds)
        for asker in 1...3 { #expect(slots.ask(asker, of: 1) == .waits) }
        for asker in 11...13 { #expect(slots.ask(asker, of: 2) == .waits) }
        var order: [Int64] = []
        var holder: Int64 = 9
        while let next = slots.release(of: holder) {
            holder = next > 10 ? 2 : 1
            order.append(holder)
        }
        #expect(order == [1, 2, 1, 2, 1, 2] || order == [2, 1, 2, 1, 2, 1])
        #expect(slots.held == 0 && slots.waiting == 0)
    }

    @Test func nobodyWaitsWithoutBound() {
        var slots = FairSlots(.init(places: 1, placesOfOne: 1, waitingOfOne: 2, waiting: 3))
        #expect((1...4).map { slots.ask($0, of: 1) } == [.holds, .waits, .waits, .tenantIsFull])
        #expect((5...6).map { slots.ask($0, of: 2) } == [.waits, .isFull])
    }

    @Test func whoWithdrawsIsNotCalled() {
        var slots = FairSlots(.init(places: 1, placesOfOne: 1))
        #expect(slots.ask(1, of: 1) == .holds && slots.ask(2, of: 1) == .waits && slots.ask(3, of: 1) == .waits)
        #expect(slots.withdraw(2, of: 1) && !slots.withdraw(2, of: 1) && !slots.withdraw(1, of: 1))
        #expect(slots.release(of: 1) == 3 && slots.release(of: 1) == nil && slots.held == 0)
        // What nobody holds cannot be given back.
        #expect(slots.release(of: 1) == nil && slots.held == 0)
    }

    /// Whatever is asked, given back and withdrawn in whatever order: no place is lost, none is given twice, and none
    /// stays empty while somebody waits who may have it.
    @Test func keepsItsPromisesUnderRandomUse() {
        let limits = FairSlots.Limits(places: 5, placesOfOne: 3, waitingOfOne: 6, waiting: 12)
        var slots = FairSlots(limits)
        var holding: [Int64: Int] = [:]
        var waiting: [Int: Int64] = [:]
        for asker in 0..<20_000 {
            switch Int.random(in: 0..<5) {
            case 0, 1:
                let tenant = Int64.random(in: 1...4)
                switch slots.ask(asker, of: tenant) {
                case .holds: holding[tenant, default: 0] += 1
                case .waits: waiting[asker] = tenant
                case .tenantIsFull: #expect(waiting.values.filter { $0 == tenant }.count == limits.waitingOfOne)
                case .isFull: #expect(waiting.count == limits.waiting)
                }
            case 2, 3:
                guard let tenant = holding.filter({ $0.value > 0 }).keys.randomElement() else { continue }
                holding[tenant, default: 0] -= 1
                if let next = slots.release(of: tenant), let owner = waiting.removeValue(forKey: next) {
                    holding[owner, default: 0] += 1
                }
            default:
                guard let (asker, tenant) = waiting.randomElement() else { continue }
                let isWithdrawn = slots.withdraw(asker, of: tenant)
                #expect(isWithdrawn)
                waiting[asker] = nil
            }
            let held = holding.values.reduce(0, +)
            #expect(slots.held == held && slots.waiting == waiting.count && held <= limits.places)
            #expect(holding.values.allSatisfy { $0 <= limits.placesOfOne })
            if held < limits.places {
                #expect(waiting.values.allSatisfy { holding[$0, default: 0] == limits.placesOfOne })
            }
        }
    }
}
