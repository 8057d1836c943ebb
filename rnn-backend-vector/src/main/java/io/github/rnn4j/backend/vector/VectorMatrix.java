// SPDX-License-Identifier: Apache-2.0
package io.github.rnn4j.backend.vector;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row range of a {@code float[]}: X(i, j) = data[offset + i·columns + j]. */
final class VectorMatrix extends AbstractMatrix {
  /** The root's row-major elements. */
  final float[] data;

  /** The elements as a factor of products, if they were one; of a root only. */
  private volatile @Nullable Panels panels;

  /** Where X(0, 0) stands in {@link #data}. */
  final int offset;

  /** The number of elements. */
  final int size;

  VectorMatrix(int rows, int columns) {
    super(rows, columns);
    data = new float[rows * columns];
    offset = 0;
    size = rows * columns;
  }

  private VectorMatrix(VectorMatrix parent, int from, int to) {
    super(parent, from, to);
    data = parent.data;
    offset = firstRow() * columns();
    size = rows() * columns();
  }

  /** To be called before elements are written: what was kept of them is void. */
  void changed() {
    Panels kept = ((VectorMatrix) root()).panels;
    if (kept != null) {
      kept.changed(offset, size);
    }
  }

  /** These elements as the factor of products, kept while they do not change; null if not yet. */
  float @Nullable [] asFactor() {
    return panels().of(rows(), columns(), data, offset);
  }

  /** These elements in half the memory, kept while they do not change; null if that loses some. */
  int @Nullable [] asHalves() {
    return panels().halves(rows(), columns(), data, offset);
  }

  private Panels panels() {
    VectorMatrix owner = (VectorMatrix) root();
    synchronized (owner) {
      if (owner.panels == null) {
        owner.panels = new Panels();
      }
      return owner.panels;
    }
  }

  @Override
  public String backend() {
    return VectorLinearAlgebra.NAME;
  }

  @Override
  public Matrix rows(int from, int to) {
    return new VectorMatrix(this, from, to);
  }

  @Override
  protected double element(int row, int column) {
    return data[offset + row * columns() + column];
  }

  @Override
  protected void element(int row, int column, double value) {
    changed();
    data[offset + row * columns() + column] = (float) value;
  }

  @Override
  public void copyTo(double[] destination, int at) {
    Objects.checkFromIndexSize(at, size, destination.length);
    for (int i = 0; i < size; i++) {
      destination[at + i] = data[offset + i];
    }
  }

  @Override
  public void copyFrom(double[] source, int at) {
    changed();
    Objects.checkFromIndexSize(at, size, source.length);
    for (int i = 0; i < size; i++) {
      data[offset + i] = (float) source[at + i];
    }
  }
}
