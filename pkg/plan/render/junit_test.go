package render_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// xsd is as much of an XML schema as the one of Jenkins needs: elements with
// attributes, and sequences of references to elements.
type xsd struct {
	Elements []xsdElement `xml:"element"`
}

type xsdElement struct {
	Name    string `xml:"name,attr"`
	Ref     string `xml:"ref,attr"`
	Type    string `xml:"type,attr"`
	Min     string `xml:"minOccurs,attr"`
	Max     string `xml:"maxOccurs,attr"`
	Complex *struct {
		Mixed      bool         `xml:"mixed,attr"`
		Sequence   []xsdElement `xml:"sequence>element"`
		Attributes []struct {
			Name string `xml:"name,attr"`
			Use  string `xml:"use,attr"`
		} `xml:"attribute"`
	} `xml:"complexType"`
}

type xmlNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []xmlNode  `xml:",any"`
}

func (x xsd) element(name string) (xsdElement, error) {
	i := slices.IndexFunc(x.Elements, func(e xsdElement) bool { return e.Name == name })
	if i < 0 {
		return xsdElement{}, fmt.Errorf("no element %s", name)
	}
	return x.Elements[i], nil
}

func (x xsd) validate(n xmlNode) error {
	e, err := x.element(n.XMLName.Local)
	switch {
	case err != nil:
		return err
	case e.Complex == nil && e.Type != "xs:string":
		return fmt.Errorf("type %q is not known here", e.Type)
	case e.Complex == nil && len(n.Attrs)+len(n.Children) > 0:
		return fmt.Errorf("%s is more than text", e.Name)
	case e.Complex == nil:
		return nil
	case !e.Complex.Mixed && strings.TrimSpace(n.Text) != "":
		return fmt.Errorf("%s has text: %q", e.Name, n.Text)
	}
	return errors.Join(x.attributes(e, n), x.sequence(e, n))
}

func (x xsd) attributes(e xsdElement, n xmlNode) error {
	var errs []error
	given := map[string]bool{}
	for _, a := range n.Attrs {
		given[a.Name.Local] = true
	}
	for _, a := range e.Complex.Attributes {
		if a.Use == "required" && !given[a.Name] {
			errs = append(errs, fmt.Errorf("%s lacks the attribute %s", e.Name, a.Name))
		}
		delete(given, a.Name)
	}
	for name := range given {
		errs = append(errs, fmt.Errorf("%s has an attribute %s", e.Name, name))
	}
	return errors.Join(errs...)
}

func (x xsd) sequence(e xsdElement, n xmlNode) error {
	rest := n.Children
	var errs []error
	for _, part := range e.Complex.Sequence {
		count := 0
		for len(rest) > 0 && rest[0].XMLName.Local == part.Ref {
			errs = append(errs, x.validate(rest[0]))
			rest, count = rest[1:], count+1
		}
		least, most := 1, 1
		if part.Min != "" {
			least, _ = strconv.Atoi(part.Min)
		}
		if part.Max != "" {
			most, _ = strconv.Atoi(part.Max) // 0 for unbounded
		}
		if count < least || most > 0 && count > most {
			errs = append(errs, fmt.Errorf("%s has %d of %s", e.Name, count, part.Ref))
		}
	}
	if len(rest) > 0 {
		errs = append(errs, fmt.Errorf("%s has %s where it may not stand", e.Name, rest[0].XMLName.Local))
	}
	return errors.Join(errs...)
}

// validateXML holds a document against a schema.
func validateXML(x xsd, data []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(data))
	var root xmlNode
	if err := dec.Decode(&root); err != nil {
		return err
	}
	if rest := data[dec.InputOffset():]; len(bytes.TrimSpace(rest)) > 0 {
		return fmt.Errorf("after the document comes %q", rest)
	}
	return x.validate(root)
}

func TestJUnitSchema(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../testdata/schemas/jenkins-junit.xsd")
	if err != nil {
		t.Fatal(err)
	}
	var schema xsd
	if err := xml.Unmarshal(data, &schema); err != nil || len(schema.Elements) < 9 {
		t.Fatalf("%d elements, %v", len(schema.Elements), err)
	}
	for _, tc := range everyReport() {
		if err := validateXML(schema, junit(t, tc.report)); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	for _, broken := range []string{
		`<testsuites><testcase name="a"/></testsuites>`,
		`<testsuites><testsuite name="a"/></testsuites>`,
		`<testsuites><testsuite name="a" tests="0" colour="red"/></testsuites>`,
		`<testsuite name="a" tests="1"><testcase name="a"><failure/><skipped/></testcase></testsuite>`,
		`<testsuite name="a" tests="1"><testcase name="a"><skipped message="x"/></testcase></testsuite>`,
		`<testsuite name="a" tests="1">text</testsuite>`,
		`<suite/>`,
	} {
		if validateXML(schema, []byte(broken)) == nil {
			t.Errorf("the schema takes %s", broken)
		}
	}
}

// TestJUnitCounts adds up what each suite, and the whole, says of itself.
func TestJUnitCounts(t *testing.T) {
	t.Parallel()
	type counts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	for _, tc := range everyReport() {
		var doc struct {
			counts
			Suites []struct {
				counts
				Cases []struct {
					Name    string    `xml:"name,attr"`
					Failure *struct{} `xml:"failure"`
					Error   *struct{} `xml:"error"`
					Skipped *struct{} `xml:"skipped"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal(junit(t, tc.report), &doc); err != nil {
			t.Fatal(err)
		}
		var all counts
		for _, s := range doc.Suites {
			var got counts
			for _, c := range s.Cases {
				got.Tests++
				switch {
				case c.Failure != nil:
					got.Failures++
				case c.Error != nil:
					got.Errors++
				case c.Skipped != nil:
					got.Skipped++
				}
			}
			if got != s.counts {
				t.Errorf("%s: a suite says %+v and has %+v", tc.name, s.counts, got)
			}
			all.Tests, all.Failures, all.Errors = all.Tests+got.Tests, all.Failures+got.Failures, all.Errors+got.Errors
		}
		if all != doc.counts || all.Tests == 0 {
			t.Errorf("%s: it says %+v and has %+v", tc.name, doc.counts, all)
		}
	}
}
