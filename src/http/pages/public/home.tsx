import { Layout } from '../../components/layout.tsx';

export const Home = () => (
  <Layout title="Home" isFindable>
    <h1>Homeward</h1>
  </Layout>
);
