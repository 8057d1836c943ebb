// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * The bundle holds what Maven Central asks for (<a
 * href="https://central.sonatype.org/publish/requirements/">the list</a>), signatures apart, and
 * each jar what its users do.
 */
@TestInstance(Lifecycle.PER_CLASS)
class BundleTest {
  private static final Path BUNDLE = Path.of(System.getProperty("rnn.bundle"));
  private static final String VERSION = System.getProperty("rnn.version");
  private static final String GROUP = "io/github/rnn4j/";
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Path files;

  @BeforeAll
  void unzip(@TempDir Path folder) throws IOException {
    files = folder;
    try (ZipFile zip = new ZipFile(BUNDLE.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
  }

  /** The modules, of profiles too, that do not say that they stay at home. */
  static Stream<String> modules() throws IOException {
    Pattern module = Pattern.compile("<module>(.*?)</module>");
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Set<String> modules = new TreeSet<>();
    for (String name : module.matcher(pom).results().map(m -> m.group(1)).toList()) {
      String own = Files.readString(ROOT.resolve(name).resolve("pom.xml"));
      if (!own.contains("<maven.deploy.skip>true<")) {
        modules.add(name);
      }
    }
    return modules.stream();
  }

  static Stream<String> jars() throws IOException {
    return modules().filter(name -> !name.equals("rnn-bom"));
  }

  private Path file(String module, String ending) {
    return files.resolve(GROUP + module + "/" + VERSION + "/" + module + "-" + VERSION + ending);
  }

  @Test
  void bundle_holdsEveryPublishedModuleAndNothingElse() throws Exception {
    assertThat(VERSION).matches("\\d+\\.\\d+\\.\\d+");
    Set<String> modules = modules().collect(Collectors.toCollection(TreeSet::new));
    assertThat(modules).contains("rnn-api", "rnn-core", "rnn-cli", "rnn-bom");
    try (Stream<Path> folders = Files.list(files.resolve(GROUP))) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(modules);
    }
    Set<String> managed = new TreeSet<>();
    NodeList artifacts = pom("rnn-bom").getElementsByTagName("artifactId");
    for (int i = 0; i < artifacts.getLength(); i++) {
      managed.add(artifacts.item(i).getTextContent());
    }
    assertThat(managed).as("rnn-bom and what it manages").isEqualTo(modules);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void files_arePresentWithTheirChecksums(String module) throws Exception {
    List<String> endings =
        module.equals("rnn-bom")
            ? List.of(".pom", "-cyclonedx.json", "-cyclonedx.xml")
            : List.of(
                ".pom",
                ".jar",
                "-sources.jar",
                "-javadoc.jar",
                "-cyclonedx.json",
                "-cyclonedx.xml");
    for (String ending : endings) {
      byte[] bytes = Files.readAllBytes(file(module, ending));
      for (String algorithm : List.of("MD5", "SHA1")) {
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        assertThat(file(module, ending + "." + algorithm.toLowerCase(Locale.ROOT)))
            .content()
            .isEqualTo(sum);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void pom_standsAloneAndSaysWhatCentralAsks(String module) throws Exception {
    String text = Files.readString(file(module, ".pom"));
    assertThat(text.replace("${project.version}", "")).doesNotContain("${", "SNAPSHOT", "<parent>");
    Map<String, String> said = children(pom(module));
    assertThat(said)
        .containsEntry("groupId", "io.github.rnn4j")
        .containsEntry("artifactId", module)
        .containsEntry("version", VERSION)
        .containsEntry("url", "https://github.com/rnn4j/rnn4j")
        .containsKeys("name", "description", "licenses", "developers", "scm")
        .doesNotContainKeys("build", "profiles", "repositories", "modules");
    assertThat(said.get("licenses")).contains("Apache-2.0", "apache.org/licenses/LICENSE-2.0");
    assertThat(said.get("scm")).contains("scm:git:https://github.com/rnn4j/rnn4j.git");
  }

  @ParameterizedTest
  @MethodSource("jars")
  void jars_holdLicenceNoticeSourcesAndPages(String module) throws Exception {
    for (String ending : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
      try (JarFile jar = new JarFile(file(module, ending).toFile())) {
        assertThat(text(jar, "META-INF/LICENSE"))
            .as(jar.getName())
            .contains("Apache License", "TERMS AND CONDITIONS FOR USE, REPRODUCTION");
        assertThat(text(jar, "META-INF/NOTICE")).as(jar.getName()).contains("The rnn4j project");
      }
    }
    try (JarFile sources = new JarFile(file(module, "-sources.jar").toFile());
        JarFile classes = new JarFile(file(module, ".jar").toFile())) {
      List<String> missing =
          classes.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.contains("$"))
              .map(name -> name.replaceFirst("class$", "java"))
              .filter(name -> sources.getEntry(name) == null)
              .toList();
      assertThat(missing).isEmpty();
    }
    try (JarFile pages = new JarFile(file(module, "-javadoc.jar").toFile())) {
      assertThat(text(pages, "index.html")).contains("<html");
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void jar_isANamedModuleAndAnOsgiBundle(String module) throws Exception {
    String name = module.replaceFirst("^rnn-", "io.github.rnn4j.").replace('-', '.');
    ModuleDescriptor descriptor =
        ModuleFinder.of(file(module, ".jar")).findAll().iterator().next().descriptor();
    assertThat(descriptor.name()).isEqualTo(name);
    try (JarFile jar = new JarFile(file(module, ".jar").toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("io.github.rnn4j." + module);
      assertThat(manifest.getValue("Bundle-Version")).isEqualTo(VERSION);
      assertThat(manifest.getValue("Bundle-License")).contains("Apache-2.0");
      assertThat(String.valueOf(manifest.getValue("Import-Package"))).doesNotContain("jspecify");
      if (descriptor.isAutomatic()) {
        assertThat(manifest.getValue("Export-Package")).contains(name + ";version=");
      } else {
        Set<String> exported = new TreeSet<>();
        descriptor.exports().stream()
            .filter(export -> !export.isQualified())
            .forEach(export -> exported.add(export.source()));
        Set<String> bundle = new TreeSet<>();
        Pattern.compile("(?:^|,)([\\w.]+);")
            .matcher(manifest.getValue("Export-Package"))
            .results()
            .forEach(match -> bundle.add(match.group(1)));
        assertThat(bundle).as("exported by the bundle and by the module").isEqualTo(exported);
      }
      String service = "META-INF/services/io.github.rnn4j.api.LinearAlgebra";
      if (jar.getEntry(service) != null) {
        assertThat(manifest.getValue("Provide-Capability"))
            .contains("osgi.serviceloader", "io.github.rnn4j.api.LinearAlgebra");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void billOfMaterials_namesTheLibraries(String module) throws Exception {
    String bill = Files.readString(file(module, "-cyclonedx.json"));
    assertThat(bill)
        .contains("\"CycloneDX\"", "pkg:maven/io.github.rnn4j/" + module + "@" + VERSION);
    NodeList dependencies = pom(module).getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Map<String, String> of = children((Element) dependencies.item(i));
      if (!of.getOrDefault("scope", "compile").equals("provided")) {
        assertThat(bill)
            .contains("pkg:maven/" + of.get("groupId") + "/" + of.get("artifactId") + "@");
      }
    }
  }

  @Test
  void site_hasAPageForEachPublicPackage() throws Exception {
    Path site = Path.of(System.getProperty("rnn.site"));
    assertThat(site.resolve("index.html")).content().contains("rnn4j " + VERSION);
    String packages = Files.readString(site.resolve("element-list"));
    assertThat(packages.lines())
        .contains(
            "io.github.rnn4j.api",
            "io.github.rnn4j.network",
            "io.github.rnn4j.testkit",
            "io.github.rnn4j.backend.vector")
        .noneMatch(name -> name.startsWith("io.github.rnn4j.cli"));
    assertThat(packages.lines()).allSatisfy(name -> assertThat(page(site, name)).isRegularFile());
  }

  private static Path page(Path site, String name) {
    return site.resolve(name.replace('.', '/')).resolve("package-summary.html");
  }

  private static String text(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as("%s in %s", name, jar.getName()).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Element pom(String module) throws Exception {
    String text = Files.readString(file(module, ".pom"));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)))
        .getDocumentElement();
  }

  /** The elements directly below one, with all text that they hold. */
  private static Map<String, String> children(Element element) {
    Map<String, String> children = new TreeMap<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.put(child.getTagName(), child.getTextContent().strip());
      }
    }
    return children;
  }
}
