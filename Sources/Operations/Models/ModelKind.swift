/// The kinds of models there are, and the jobs that train them.
package enum ModelKind {
    package static let forecaster = "forecast.lstm"
    package static let detector = "anomaly.autoencoder"
    package static let trainForecaster = "forecast.train"
    package static let trainDetector = "anomaly.train"
}
