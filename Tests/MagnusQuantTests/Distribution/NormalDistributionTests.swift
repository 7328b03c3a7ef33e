import MagnusQuant
import Testing

/// Expected values from 50-digit arithmetic.
@Suite("Normal distribution")
struct NormalDistributionTests {
    @Test(
        "cumulative keeps relative accuracy in both tails",
        arguments: [
            (Double, Double, Double)
        ]([
            (-38.25, 2.0795e-300 * 1e-20, -736.0950144272731),
            (-37.0, 5.725571222524577e-300, -689.0305855768906),
            (-30.5, 1.3029379131780763e-204, -469.4627373229121),
            (-20.125, 2.228860638310343e-90, -206.431167839083),
            (-12.3, 4.5287069561587846e-35, -79.08004179618399),
            (-8.0, 6.220960574271784e-16, -35.01343715991455),
            (-5.5, 1.8989562465887718e-08, -17.77937635262526),
            (-3.1, 0.0009676032132183566, -6.940688458421228),
            (-2.9, 0.0018658133003840384, -6.284058234947419),
            (-1.7, 0.04456546275854304, -3.1107960975524813),
            (-0.7, 0.24196365222307303, -1.4189677615315315),
            (-0.3, 0.3820885778110474, -0.9621028181688507),
            (-1e-09, 0.49999999960105773, -0.6931471813578298),
            (0.0, 0.5, -0.6931471805599453),
            (1e-05, 0.500003989422804, -0.6931392017461683),
            (0.25, 0.5987063256829237, -0.5129840754094305),
            (1.0, 0.8413447460685429, -0.17275377902344988),
            (2.5, 0.9937903346742238, -0.006229025485860002),
            (6.0, 0.9999999990134123, -9.865876455243758e-10),
            (9.0, 1.0, -1.1285884059538405e-19),
        ]))
    func cumulative(x: Double, expected: Double, logarithm: Double) {
        // A subnormal cannot hold more than its last bit.
        let tolerance = expected < 1e-307 ? Double.leastNonzeroMagnitude : 1e-15 * expected
        #expect(abs(NormalDistribution.cumulative(x) - expected) <= tolerance)
        #expect(abs(NormalDistribution.logCumulative(x) - logarithm) <= 2e-15 * max(abs(logarithm), 1e-300))
    }

    @Test(
        "quantile to machine accuracy",
        arguments: [
            (Double, Double)
        ]([
            (1e-300, -37.0470962993612),
            (1e-100, -21.273453560965326),
            (1e-30, -11.464024688443615),
            (1e-12, -7.034483825301132),
            (1e-05, -4.264890793922825),
            (0.001, -3.0902323061678136),
            (0.02425, -1.972961051311885),
            (0.075, -1.439531470938456),
            (0.1, -1.2815515655446004),
            (0.3, -0.5244005127080408),
            (0.49999, -2.5066282748960008e-05),
            (0.5, 0.0),
            (0.6, 0.2533471031357997),
            (0.8, 0.8416212335729144),
            (0.95, 1.6448536269514722),
            (0.99, 2.3263478740408408),
            (0.999999, 4.753424308817087),
        ]))
    func quantile(p: Double, expected: Double) throws {
        let x = try #require(NormalDistribution.quantile(p))
        #expect(abs(x - expected) <= 4e-16 * max(abs(expected), 0.05))
    }

    @Test(
        "scaled complementary error function",
        arguments: [
            (Double, Double)
        ]([
            (-3.0, 16205.988853999586),
            (-0.6, 2.2988541117340935),
            (0.0, 1.0),
            (0.1, 0.8964569799691267),
            (0.46, 0.636787383832713),
            (0.47, 0.6314005166600343),
            (0.9, 0.456531651323117),
            (2.0, 0.25539567631050575),
            (3.9, 0.14031418160068973),
            (4.1, 0.133834116418652),
            (8.0, 0.06998516620088092),
            (26.0, 0.021683584850562907),
            (100.0, 0.005641613782989433),
            (100000.0, 5.6418958351954685e-06),
            (100000000.0, 5.641895835477562e-09),
        ]))
    func scaled(x: Double, expected: Double) {
        #expect(abs(ScaledErrorFunction.erfcx(x) - expected) <= 2e-15 * expected)
    }

    @Test("quantile inverts cumulative, and nothing lies outside the open interval")
    func inverse() throws {
        var generator = SplitMix64(seed: 31)
        for _ in 0..<5000 {
            let x = generator.uniform(-37, 5)
            let back = try #require(NormalDistribution.quantile(NormalDistribution.cumulative(x)))
            // Above 0 the probability itself is rounded: its spacing over the density is what can be asked.
            let spacing = x > 0 ? 2e-16 / NormalDistribution.density(x) : 0
            #expect(abs(back - x) <= 1e-15 * abs(x) + 3e-16 + spacing)
        }
        for p in [0, 1, -0.5, 1.5, Double.nan, .infinity] { #expect(NormalDistribution.quantile(p) == nil) }
        #expect(NormalDistribution.cumulative(.infinity) == 1 && NormalDistribution.cumulative(-.infinity) == 0)
    }
}
