#include "learning/training/text_features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace attune::training {
namespace {

float similarity(const std::vector<TextTerm>& a, const std::vector<TextTerm>& b) {
  float sum = 0.0F;
  for (const TextTerm& x : a) {
    for (const TextTerm& y : b) sum += x.bucket == y.bucket ? x.weight * y.weight : 0.0F;
  }
  return sum;
}

TEST(TextFeatures, LikeTextsAreCloserThanOthersWhateverTheirCase) {
  const std::vector<std::string_view> texts{"RED SPOTTY LUNCH BOX", "lunch box, blue",
                                            "WHITE METAL LANTERN", "lanterns of white METAL", ""};
  const auto terms = text_terms(texts);
  EXPECT_GT(similarity(terms[0], terms[1]), 0.5F);
  EXPECT_GT(similarity(terms[2], terms[3]), 0.5F);
  EXPECT_LT(similarity(terms[0], terms[2]), 0.2F);
  EXPECT_TRUE(terms[4].empty());
}

TEST(TextFeatures, HaveLengthOneAndAreBounded) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "word" + std::to_string(i) + " ";
  const std::string half = text.substr(0, text.size() / 2);
  const std::vector<std::string_view> texts{text, half, "something else"};
  const auto terms = text_terms(texts);
  EXPECT_EQ(terms[0].size(), kTextTermsMax);
  EXPECT_NEAR(similarity(terms[0], terms[0]), 1.0F, 1e-5);
}

TEST(TextFeatures, WhatOneTextAloneOrEveryTextSaysCarriesNothing) {
  const std::vector<std::string_view> texts{"the cat", "the dog", "the cow"};
  for (const auto& terms : text_terms(texts)) EXPECT_TRUE(terms.empty());
}

}  // namespace
}  // namespace attune::training
