#include "foundation/objects/xml.h"

#include <expat.h>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/base/error.h"

namespace attune::objects {
namespace {

struct Reader {
  XML_Parser parser = nullptr;
  std::vector<XmlElement> open;  // from the root down
  XmlElement root;
  const char* fault = nullptr;

  void refuse(const char* why) {
    fault = why;
    XML_StopParser(parser, XML_FALSE);
  }
};

void on_start(void* context, const XML_Char* name, const XML_Char** /*attributes*/) {
  Reader& reader = *static_cast<Reader*>(context);
  if (reader.open.size() == kXmlDepthMax) return reader.refuse("nested too deeply");
  reader.open.push_back({.name = name, .text = {}, .children = {}});
}

void on_end(void* context, const XML_Char* /*name*/) {
  Reader& reader = *static_cast<Reader*>(context);
  if (reader.open.empty()) return;
  XmlElement closed = std::move(reader.open.back());
  reader.open.pop_back();
  if (reader.open.empty()) {
    reader.root = std::move(closed);
  } else {
    reader.open.back().children.push_back(std::move(closed));
  }
}

void on_text(void* context, const XML_Char* text, int length) {
  Reader& reader = *static_cast<Reader*>(context);
  if (!reader.open.empty()) reader.open.back().text.append(text, static_cast<std::size_t>(length));
}

void on_doctype(void* context, const XML_Char* /*name*/, const XML_Char* /*system_id*/,
                const XML_Char* /*public_id*/, int /*has_subset*/) {
  static_cast<Reader*>(context)->refuse("holds a document type");
}

}  // namespace

const XmlElement* XmlElement::find(std::string_view child_name) const {
  for (const XmlElement& child : children) {
    if (child.name == child_name) return &child;
  }
  return nullptr;
}

std::string_view XmlElement::text_of(std::string_view child_name) const {
  const XmlElement* const child = find(child_name);
  return child == nullptr ? std::string_view() : std::string_view(child->text);
}

Result<XmlElement> parse_xml(std::string_view text) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate("UTF-8"), &XML_ParserFree);
  Reader reader{.parser = parser.get(), .open = {}, .root = {}};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), &on_start, &on_end);
  XML_SetCharacterDataHandler(parser.get(), &on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), &on_doctype);
  const auto status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (reader.fault != nullptr) return invalid_input(std::string("XML ") + reader.fault);
  if (status != XML_STATUS_OK) {
    return invalid_input("XML at line " + std::to_string(XML_GetCurrentLineNumber(parser.get())) +
                         ": " + XML_ErrorString(XML_GetErrorCode(parser.get())));
  }
  return std::move(reader.root);
}

std::string escape_xml(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&apos;";
        break;
      default:
        escaped += letter;
    }
  }
  return escaped;
}

}  // namespace attune::objects
