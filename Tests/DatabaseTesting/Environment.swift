import Foundation

/// The process's environment; a variable that is set to nothing is not set.
enum Environment {
    static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
