// PdfCheck FLAVOURS FILE.pdf…: what veraPDF finds wrong in each file under each flavour (`2a,ua1`).
//
// A line a file and flavour: file, flavour, failed rules; with a tab between them, and nothing after the last tab where the
// file conforms. Exit 0 once every file was looked at.

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

class PdfCheck {
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int index = 1; index < arguments.length; index++) {
            for (String flavour : arguments[0].split(",")) {
                System.out.println(arguments[index] + "\t" + flavour + "\t" + failures(arguments[index], flavour));
            }
        }
    }

    private static String failures(String file, String name) {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
        try (FileInputStream bytes = new FileInputStream(file);
             PDFAParser parser = Foundries.defaultInstance().createParser(bytes, flavour);
             PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, String> failed = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failed.putIfAbsent(rule, rule + ": " + assertion.getMessage().replaceAll("\\s+", " "));
                }
            }
            if (result.getTotalAssertions() == 0) {
                return "nothing was checked";
            }
            return result.isCompliant() ? "" : String.join("; ", failed.values());
        } catch (Exception error) {
            return "the file cannot be checked: " + String.valueOf(error).replaceAll("\\s+", " ");
        }
    }
}
