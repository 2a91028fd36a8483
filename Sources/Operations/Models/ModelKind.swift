import Detection
import Forecasting

/// The kinds of models there are, and the jobs that train them.
package enum ModelKind {
    package static let forecaster = "forecast.lstm"
    package static let detector = "anomaly.autoencoder"
    package static let trainForecaster = "forecast.train"
    package static let trainDetector = "anomaly.train"

    /// How often the way a kind of model is made has changed; its history is in `docs/algorithms`.
    static func recipe(of kind: String) -> Int {
        kind == forecaster ? ForecastModelDescription.currentFormat : AnomalyDetectorDescription.currentFormat
    }
}
