#include "foundation/objects/xml.h"

#include <gtest/gtest.h>

#include <string>

namespace attune::objects {
namespace {

TEST(Xml, ElementsTextAndEscapesAreRead) {
  const auto root = parse_xml(
      "<?xml version=\"1.0\"?><List xmlns=\"http://s3/\"><K>a&amp;b</K><K>c</K><Empty/></List>");
  ASSERT_TRUE(root.has_value()) << root.error().message;
  EXPECT_EQ(root->name, "List");
  EXPECT_EQ(root->children.size(), 3U);
  EXPECT_EQ(root->text_of("K"), "a&b");
  EXPECT_EQ(root->text_of("Empty"), "");
  EXPECT_EQ(root->find("None"), nullptr);
}

TEST(Xml, EscapedTextReadsBackAsItWas) {
  const std::string text = "<a & \"b\" 'c'>";
  EXPECT_EQ(parse_xml("<t>" + escape_xml(text) + "</t>")->text, text);
}

TEST(Xml, BrokenDeepAndDoctypeDocumentsAreRefused) {
  std::string deep;
  for (int level = 0; level < 100; ++level) deep += "<a>";
  for (const std::string& text :
       {std::string(), std::string("<a>"), std::string("<a></b>"), std::string("plain"), deep,
        std::string("<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>")}) {
    EXPECT_FALSE(parse_xml(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace attune::objects
