#include "learning/models/artefact.h"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <type_traits>
#include <utility>

#include "foundation/base/check.h"
#include "foundation/io/sync_directory.h"

namespace attune::models {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");

constexpr std::size_t kHeaderBytesMax = 100'000'000;  // safetensors' own bound
constexpr std::size_t kTensorCountMax = 100'000;
constexpr std::string_view kMetadataName = "__metadata__";
constexpr std::string_view kFormat = "attune-model-1";

/// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

std::unexpected<Error> system_error(std::string_view what, const std::string& path) {
  return internal_error(std::string(what) + " " + path + ": " +
                        std::generic_category().message(errno));
}

std::unexpected<Error> malformed(const std::string& path, const std::string& why) {
  return invalid_input("model artefact " + path + ": " + why);
}

Result<void> write_all(const File& file, std::span<const std::byte> bytes,
                       const std::string& path) {
  while (!bytes.empty()) {
    const auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error("cannot write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

/// False: the file ends first, or cannot be read.
bool read_all(const File& file, std::span<std::byte> into) {
  while (!into.empty()) {
    const auto got = ::read(file.get(), into.data(), into.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into = into.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

std::span<const std::byte> bytes_of(const Tensor& tensor) {
  return std::visit([](const auto& values) { return std::as_bytes(std::span(values)); },
                    tensor.values);
}

std::string_view dtype_of(const Tensor& tensor) {
  constexpr std::string_view kNames[] = {"F32", "I32", "I64"};
  return kNames[tensor.values.index()];
}

/// Covers what a reader uses: configuration, names, types, shapes and values.
std::string checksum_of(std::string_view configuration, const std::vector<Tensor>& tensors) {
  XXH3_state_t* state = XXH3_createState();
  ATTUNE_CHECK(state != nullptr);
  XXH3_64bits_reset(state);
  XXH3_64bits_update(state, configuration.data(), configuration.size());
  for (const Tensor& tensor : tensors) {
    XXH3_64bits_update(state, tensor.name.data(), tensor.name.size());
    XXH3_64bits_update(state, dtype_of(tensor).data(), dtype_of(tensor).size());
    XXH3_64bits_update(state, tensor.shape.data(), tensor.shape.size() * sizeof(std::size_t));
    const auto bytes = bytes_of(tensor);
    XXH3_64bits_update(state, bytes.data(), bytes.size());
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx",
                static_cast<unsigned long long>(XXH3_64bits_digest(state)));
  XXH3_freeState(state);
  return text;
}

json::Value entry_of(const Tensor& tensor, std::size_t begin, std::size_t end) {
  json::Array shape;
  for (const std::size_t extent : tensor.shape) {
    shape.emplace_back(static_cast<std::int64_t>(extent));
  }
  json::Value entry;
  entry.add("dtype", dtype_of(tensor));
  entry.add("shape", std::move(shape));
  entry.add("data_offsets",
            json::Array{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)});
  return entry;
}

std::string header_of(const Artefact& artefact) {
  const std::string configuration = json::write(artefact.configuration);
  json::Value metadata;
  metadata.add("format", kFormat);
  metadata.add("configuration", configuration);
  metadata.add("checksum", checksum_of(configuration, artefact.tensors));
  json::Value header;
  header.add(std::string(kMetadataName), std::move(metadata));
  std::size_t offset = 0;
  for (const Tensor& tensor : artefact.tensors) {
    const std::size_t end = offset + bytes_of(tensor).size();
    header.add(tensor.name, entry_of(tensor, offset, end));
    offset = end;
  }
  std::string text = json::write(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');
  return text;
}

std::optional<std::size_t> element_count(std::span<const std::size_t> shape) {
  std::size_t count = 1;
  for (const std::size_t extent : shape) {
    if (extent != 0 && count > std::numeric_limits<std::size_t>::max() / 16 / extent) {
      return std::nullopt;
    }
    count *= extent;
  }
  return count;
}

Result<void> check_writable(const Artefact& artefact) {
  if (artefact.configuration.if_object() == nullptr) {
    return invalid_input("configuration: must be an object");
  }
  std::set<std::string_view> names;
  for (const Tensor& tensor : artefact.tensors) {
    if (tensor.name.empty() || tensor.name == kMetadataName || !names.insert(tensor.name).second) {
      return invalid_input("tensor name '" + tensor.name + "': empty, reserved or repeated");
    }
    const auto size = std::visit([](const auto& values) { return values.size(); }, tensor.values);
    if (element_count(tensor.shape) != size) {
      return invalid_input("tensor " + tensor.name + ": the shape does not match its " +
                           std::to_string(size) + " values");
    }
  }
  return {};
}

Result<void> write_beside(const Artefact& artefact, const std::string& path) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.is_open()) return system_error("cannot create", path);
  const std::string header = header_of(artefact);
  const auto length = static_cast<std::uint64_t>(header.size());
  ATTUNE_TRY_VOID(write_all(file, std::as_bytes(std::span(&length, 1)), path));
  ATTUNE_TRY_VOID(write_all(file, std::as_bytes(std::span(header)), path));
  for (const Tensor& tensor : artefact.tensors) {
    ATTUNE_TRY_VOID(write_all(file, bytes_of(tensor), path));
  }
  if (::fsync(file.get()) != 0) return system_error("cannot sync", path);
  return {};
}

/// What the header says of one tensor, checked.
struct Entry {
  std::string name;
  std::string dtype;
  std::vector<std::size_t> shape;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::optional<std::size_t> size_in(const json::Value& value) {
  const auto* integer = value.if_integer();
  if (integer == nullptr || *integer < 0) return std::nullopt;
  return static_cast<std::size_t>(*integer);
}

std::optional<Entry> parse_entry(const std::string& name, const json::Value& value) {
  Entry entry{.name = name, .dtype = {}, .shape = {}};
  const auto* dtype = value.find("dtype");
  const auto* shape = value.find("shape");
  const auto* offsets = value.find("data_offsets");
  const auto* type = dtype == nullptr ? nullptr : dtype->if_string();
  const auto* extents = shape == nullptr ? nullptr : shape->if_array();
  const auto* range = offsets == nullptr ? nullptr : offsets->if_array();
  if (type == nullptr || extents == nullptr || range == nullptr || range->size() != 2) {
    return std::nullopt;
  }
  entry.dtype = *type;
  for (const auto& extent : *extents) {
    const auto size = size_in(extent);
    if (!size) return std::nullopt;
    entry.shape.push_back(*size);
  }
  const auto begin = size_in((*range)[0]);
  const auto end = size_in((*range)[1]);
  const auto count = element_count(entry.shape);
  const std::size_t width = entry.dtype == "I64" ? 8 : 4;
  if (!begin || !end || !count || *begin > *end || *end - *begin != *count * width) {
    return std::nullopt;
  }
  if (entry.dtype != "F32" && entry.dtype != "I32" && entry.dtype != "I64") return std::nullopt;
  entry.begin = *begin;
  entry.end = *end;
  return entry;
}

/// The entries in the order of their data, which must fill [0, data_bytes) without holes.
Result<std::vector<Entry>> parse_entries(const json::Value& header, std::size_t data_bytes,
                                         const std::string& path) {
  const json::Object* members = header.if_object();
  if (members == nullptr) return malformed(path, "its header is no object");
  if (members->size() > kTensorCountMax) return malformed(path, "too many tensors");
  std::vector<Entry> entries;
  std::set<std::string_view> names;
  for (const auto& [name, value] : *members) {
    if (!names.insert(name).second) return malformed(path, "tensor " + name + " is repeated");
    if (name == kMetadataName) continue;
    auto entry = parse_entry(name, value);
    if (!entry) return malformed(path, "tensor " + name + " has a wrong type, shape or offset");
    entries.push_back(std::move(*entry));
  }
  std::ranges::stable_sort(entries, {}, [](const Entry& e) { return std::pair(e.begin, e.end); });
  std::size_t expected = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != expected) return malformed(path, "its tensors overlap or leave holes");
    expected = entry.end;
  }
  if (expected != data_bytes) return malformed(path, "it is cut or has bytes behind its tensors");
  return entries;
}

template <typename T>
bool read_values(const File& file, const Entry& entry, Tensor& tensor) {
  std::vector<T> values((entry.end - entry.begin) / sizeof(T));
  const bool whole = read_all(file, std::as_writable_bytes(std::span(values)));
  tensor.values = std::move(values);
  return whole;
}

bool read_tensor(const File& file, const Entry& entry, Tensor& tensor) {
  tensor.name = entry.name;
  tensor.shape = entry.shape;
  if (entry.dtype == "F32") return read_values<float>(file, entry, tensor);
  if (entry.dtype == "I32") return read_values<std::int32_t>(file, entry, tensor);
  return read_values<std::int64_t>(file, entry, tensor);
}

const std::string* metadata_text(const json::Value& header, std::string_view name) {
  const auto* metadata = header.find(kMetadataName);
  const auto* value = metadata == nullptr ? nullptr : metadata->find(name);
  return value == nullptr ? nullptr : value->if_string();
}

/// The header's JSON; leaves the file at the first data byte.
Result<json::Value> read_header(const File& file, std::size_t file_bytes, std::size_t& data_bytes,
                                const std::string& path) {
  std::uint64_t length = 0;
  if (!read_all(file, std::as_writable_bytes(std::span(&length, 1)))) {
    return malformed(path, "it is shorter than a header");
  }
  if (length > kHeaderBytesMax || length > file_bytes - sizeof length) {
    return malformed(path, "its header length is beyond the file or 100 MB");
  }
  std::string text(length, '\0');
  if (!read_all(file, std::as_writable_bytes(std::span(text)))) {
    return malformed(path, "its header is cut");
  }
  data_bytes = file_bytes - sizeof length - length;
  while (!text.empty() && text.back() == ' ') text.pop_back();
  auto header = json::parse(text);
  if (!header) return malformed(path, "its header is no JSON: " + header.error().message);
  return std::move(*header);
}

}  // namespace

const Tensor* Artefact::find(std::string_view name) const {
  const auto found = std::ranges::find(tensors, name, &Tensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

Result<void> write_artefact(const Artefact& artefact, const std::string& path) {
  ATTUNE_TRY_VOID(check_writable(artefact));
  const std::string beside = path + ".part";
  auto written = write_beside(artefact, beside);
  if (written && ::rename(beside.c_str(), path.c_str()) != 0) {
    written = system_error("cannot rename", beside);
  }
  if (!written) {
    ::unlink(beside.c_str());
    return written;
  }
  return io::sync_directory(std::filesystem::path(path).parent_path());
}

Result<Artefact> read_artefact(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return not_found("model artefact " + path + ": cannot be opened");
  const auto file_bytes = ::lseek(file.get(), 0, SEEK_END);
  if (file_bytes < 0 || ::lseek(file.get(), 0, SEEK_SET) != 0) {
    return system_error("cannot read", path);
  }
  std::size_t data_bytes = 0;
  ATTUNE_TRY(header, read_header(file, static_cast<std::size_t>(file_bytes), data_bytes, path));
  ATTUNE_TRY(entries, parse_entries(header, data_bytes, path));
  const std::string* configuration = metadata_text(header, "configuration");
  const std::string* checksum = metadata_text(header, "checksum");
  const std::string* format = metadata_text(header, "format");
  if (configuration == nullptr || checksum == nullptr || format == nullptr || *format != kFormat) {
    return malformed(path, "it was not written by this program's format " + std::string(kFormat));
  }
  Artefact artefact;
  artefact.tensors.resize(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!read_tensor(file, entries[i], artefact.tensors[i])) {
      return malformed(path, "tensor " + entries[i].name + " is cut");
    }
  }
  if (checksum_of(*configuration, artefact.tensors) != *checksum) {
    return malformed(path, "its checksum does not match its content");
  }
  auto parsed = json::parse(*configuration);
  if (!parsed || parsed->if_object() == nullptr) {
    return malformed(path, "its configuration is no object");
  }
  artefact.configuration = std::move(*parsed);
  return artefact;
}

}  // namespace attune::models
