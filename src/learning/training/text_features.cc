#include "learning/training/text_features.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace attune::training {
namespace {

constexpr std::size_t kGram = 4;

bool is_letter(char c) {
  // Bytes of UTF-8 beyond ASCII belong to words.
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// FNV-1a; words and runs of characters hash apart.
std::uint32_t bucket_of(std::string_view term, char kind) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto mix = [&hash](char c) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  };
  mix(kind);
  for (const char c : term) mix(c);
  return static_cast<std::uint32_t>((hash ^ (hash >> 32U)) % kTextBuckets);
}

/// The buckets of a text's terms, sorted, with repeats.
std::vector<std::uint32_t> buckets_of(std::string_view text) {
  text = text.substr(0, kTextBytesRead);
  std::vector<std::uint32_t> buckets;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) buckets.push_back(bucket_of(word, 'w'));
    for (std::size_t at = 0; word.size() > kGram && at + kGram <= word.size(); ++at) {
      buckets.push_back(bucket_of(std::string_view(word).substr(at, kGram), 'c'));
    }
    word.clear();
  };
  for (const char c : text) {
    if (is_letter(c)) {
      word.push_back(lower(c));
    } else {
      end_word();
    }
  }
  end_word();
  std::ranges::sort(buckets);
  return buckets;
}

std::vector<TextTerm> counted(std::span<const std::uint32_t> buckets) {
  std::vector<TextTerm> terms;
  for (const std::uint32_t bucket : buckets) {
    if (terms.empty() || terms.back().bucket != bucket) terms.push_back({bucket, 0.0F});
    terms.back().weight += 1.0F;
  }
  return terms;
}

void keep_heaviest(std::vector<TextTerm>& terms) {
  std::ranges::stable_sort(terms, std::ranges::greater{}, &TextTerm::weight);
  terms.resize(std::min(terms.size(), kTextTermsMax));
  float square = 0.0F;
  for (const TextTerm& term : terms) square += term.weight * term.weight;
  for (TextTerm& term : terms) term.weight /= std::sqrt(square);
  std::ranges::sort(terms, {}, &TextTerm::bucket);
}

}  // namespace

std::vector<std::vector<TextTerm>> text_terms(std::span<const std::string_view> texts) {
  std::vector<std::vector<TextTerm>> all;
  std::vector<std::uint32_t> frequency(kTextBuckets, 0);
  std::size_t filled = 0;
  for (const std::string_view text : texts) {
    all.push_back(counted(buckets_of(text)));
    if (!all.back().empty()) ++filled;
    for (const TextTerm& term : all.back()) ++frequency[term.bucket];
  }
  for (auto& terms : all) {
    for (TextTerm& term : terms) {
      const float rarity =
          std::log(static_cast<float>(filled) / static_cast<float>(frequency[term.bucket]));
      term.weight = (1.0F + std::log(term.weight)) * rarity;
    }
    std::erase_if(terms, [&](const TextTerm& term) {
      return frequency[term.bucket] < 2 || term.weight <= 0.0F;
    });
    keep_heaviest(terms);
  }
  return all;
}

}  // namespace attune::training
