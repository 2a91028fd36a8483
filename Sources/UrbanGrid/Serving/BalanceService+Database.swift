import GridAPI
import GridModel
import Operations
import Persistence

extension BalanceService {
    init(database: any Database, scope: TenantScope, calendar: CityCalendar, clock: CityClock) {
        let balances = BalanceQueries(database: database, scope: scope, calendar: calendar, clock: clock)
        let allocate = AllocateLoad(database: database, scope: scope, calendar: calendar, clock: clock)
        self.init(
            balance: { try await balances.balance(of: $0, from: $1, to: $2, resolution: $3, limitPercent: $4) },
            ranking: { try await balances.ranking(of: $0, from: $1, to: $2, limitPercent: $3) },
            hints: { try await balances.hints(about: $0, from: $1, to: $2) },
            allocation: { try await allocate($0) })
    }
}
