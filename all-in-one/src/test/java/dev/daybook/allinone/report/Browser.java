package dev.daybook.allinone.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real headless Chromium with a profile of its own, at one report service. An open dialog fails whatever is done next. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final URI service;

    private Browser(ChromeDriver driver, URI service) {
        this.driver = driver;
        this.service = service;
    }

    /** Skips the tests, and says why, where there is none on this machine. */
    static void assumeInstalled() {
        Assumptions.assumeTrue(
                binary().isPresent() && chromeDriver().isPresent(),
                "Chromium and its driver are not installed (Debian: apt-get install chromium chromium-driver)");
    }

    private static Optional<Path> binary() {
        return onPath("chromium").or(() -> onPath("google-chrome"));
    }

    private static Optional<Path> chromeDriver() {
        return onPath("chromedriver");
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser open(URI service, Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(binary().orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1200,900",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromeDriver().orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(driver, options), service);
    }

    void go(String path) {
        driver.get(service + path);
    }

    /** Signs in at the page that was asked for, from no session at all. */
    void signIn(String key, String path) {
        driver.manage().logs().get(LogType.BROWSER); // what an earlier test has seen to is no business of the next
        forgetCookies();
        go(path);
        type("key", key);
        submit("form.sign-in");
    }

    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    /** Whether pages' own scripts run from the next page on; the tests' scripts always do. */
    void runsScripts(boolean yes) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !yes));
    }

    /** How wide the window is from now on, in CSS pixels: a phone has 390, an old one 320. */
    void width(int pixels) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 844, "deviceScaleFactor", 1, "mobile", false));
    }

    /** The page needs no scrolling sideways: what is wider scrolls within itself. */
    void assertFits() {
        Object overhang = run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overhang).as("pixels beyond the window's width at " + path()).isEqualTo(0L);
    }

    void type(String id, String text) {
        WebElement field = driver.findElement(By.id(id));
        field.clear();
        field.sendKeys(text);
    }

    void click(String css) {
        driver.findElement(By.cssSelector(css)).click();
    }

    /** Clicks on what leads to another page, and waits for that. */
    void follow(String css) {
        run("window.isTheLastPage = true");
        click(css);
        waitUntil(
                css + " leads on",
                () -> Boolean.TRUE.equals(run("return !window.isTheLastPage && document.readyState === 'complete'")));
    }

    /** Presses the form's button. */
    void submit(String form) {
        follow(form + " button");
    }

    /** Where it is, without the service's address. */
    String path() {
        String at = driver.getCurrentUrl();
        return at.startsWith(service.toString())
                ? at.substring(service.toString().length())
                : at;
    }

    String title() {
        return driver.getTitle();
    }

    /** What can be read on the page, at one moment: a page may load itself anew at any time. */
    String text() {
        return (String) run("return document.body.innerText");
    }

    List<String> texts(String css) {
        return ((List<?>) driver.executeScript(
                        "return Array.from(document.querySelectorAll(arguments[0]), element => element.innerText)",
                        css))
                .stream().map(String.class::cast).toList();
    }

    /** The paths that the elements lead to. */
    List<String> links(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(link -> link.getDomAttribute("href"))
                .toList();
    }

    String cookie(String name) {
        return driver.manage().getCookieNamed(name).getValue();
    }

    long count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    void waitUntil(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(PATIENCE).until(condition);
    }

    /** Nothing failed to load, no policy was violated and no script complained since the last look. */
    void assertNothingWasLogged() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .as("the browser's console")
                .isEmpty();
    }

    /** There is nothing in the page's content that could run, load or look otherwise than the templates have it. */
    void assertInert() {
        assertThat(count(
                        "main script, main img, main iframe, main object, main embed, main link, main style, main base,"
                                + " main marquee, main video, main audio, main [style], main a[href^='javascript']"))
                .as("elements of somebody else on " + path())
                .isZero();
        assertThat((Boolean) run("return Array.from(document.querySelectorAll('*')).every(element =>"
                        + " Array.from(element.attributes).every(attribute => !attribute.name.startsWith('on')))"))
                .as("no handlers on " + path())
                .isTrue();
        assertThat(count("script")).as("scripts on " + path()).isLessThanOrEqualTo(1);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
